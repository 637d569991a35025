/**
 * Reads the shape of a value from its zod schema, or from the plain data that the build makes of it, for the formats that check
 * their argument.
 */
import type * as z from 'zod/mini';
import { goNameOf, TIME } from './goNames.ts';
import type { PlainType } from './plainType.ts';

/** What describes a value before it exists. */
export type Schema = z.core.$ZodType | PlainType;

/** What is known about a value before it exists. */
export type Shape =
  | {
      readonly kind: 'object';
      /** The name of its Go type. */
      readonly goName: string | undefined;
      readonly fields: Readonly<Record<string, Schema>>;
      /** The names of the fields that can be absent or null. */
      readonly optional: ReadonlySet<string>;
    }
  | { readonly kind: 'array'; readonly element: Schema }
  | { readonly kind: 'time' | 'string' | 'integer' | 'number' | 'boolean' | 'unknown' };

const isZod = (schema: Schema): schema is z.core.$ZodType => typeof schema === 'object' && '_zod' in schema;

function shapeOfPlain(type: PlainType): Shape {
  if (type === 'timestamp') return { kind: 'time' };
  if (typeof type === 'string') return { kind: type };
  if ('each' in type) return { kind: 'array', element: type.each };
  const { fields, required, goName } = type;
  const optional = new Set(Object.keys(fields).filter((name) => !required.includes(name)));
  return { kind: 'object', goName, fields, optional };
}

/** The shape of the values that a schema accepts; optional, nullable and transformed ones count as what they wrap. */
export function shapeOf(schema: Schema): Shape {
  if (!isZod(schema)) return shapeOfPlain(schema);
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return shapeOf(def.innerType);
    case 'pipe':
      return shapeOf(def.in);
    case 'object': {
      const fields = Object.entries(def.shape);
      const optional = new Set(fields.filter(([, field]) => isOptional(field)).map(([name]) => name));
      return { kind: 'object', goName: goNameOf(schema), fields: def.shape, optional };
    }
    case 'array':
      return { kind: 'array', element: def.element };
    case 'number':
      return { kind: 'format' in def && def.format === 'safeint' ? 'integer' : 'number' };
    case 'string':
      return { kind: goNameOf(schema) === TIME ? 'time' : 'string' };
    case 'boolean':
      return { kind: 'boolean' };
    default:
      return { kind: 'unknown' };
  }
}

/** Whether a value can be absent or null. */
function isOptional(schema: z.core.$ZodType): boolean {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  return def.type === 'optional' || def.type === 'nullable';
}
