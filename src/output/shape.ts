/** Reads the shape of a value from its zod schema, for the formats that check their argument. */
import type * as z from 'zod/mini';

/** What is known about a value before it exists. */
export type Shape =
  | {
      readonly kind: 'object';
      readonly schema: z.core.$ZodType;
      readonly fields: Readonly<Record<string, z.core.$ZodType>>;
    }
  | { readonly kind: 'array'; readonly element: z.core.$ZodType }
  | { readonly kind: 'string'; readonly schema: z.core.$ZodType }
  | { readonly kind: 'integer' | 'number' | 'boolean' | 'unknown' };

/** The shape of the values that a schema accepts; optional, nullable and transformed ones count as what they wrap. */
export function shapeOf(schema: z.core.$ZodType): Shape {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return shapeOf(def.innerType);
    case 'pipe':
      return shapeOf(def.in);
    case 'object':
      return { kind: 'object', schema, fields: def.shape };
    case 'array':
      return { kind: 'array', element: def.element };
    case 'number':
      return { kind: 'format' in def && def.format === 'safeint' ? 'integer' : 'number' };
    case 'string':
      return { kind: 'string', schema };
    case 'boolean':
      return { kind: 'boolean' };
    default:
      return { kind: 'unknown' };
  }
}

/** Whether a value can be absent or null. */
export function isOptional(schema: z.core.$ZodType): boolean {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  return def.type === 'optional' || def.type === 'nullable';
}
