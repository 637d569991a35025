/** Reads the shape of a value off its zod schema, for the formats that check what they are asked for. */
import type * as z from 'zod/mini';

/** What is known of a value before it is there. */
export type Shape =
  | {
      readonly kind: 'object';
      readonly schema: z.core.$ZodType;
      readonly fields: Readonly<Record<string, z.core.$ZodType>>;
    }
  | { readonly kind: 'array'; readonly element: z.core.$ZodType }
  | { readonly kind: 'string' | 'integer' | 'number' | 'boolean' | 'unknown' };

/** The shape of what a schema accepts, without its being optional, nullable or transformed. */
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
    case 'boolean':
      return { kind: def.type };
    default:
      return { kind: 'unknown' };
  }
}

/** Whether a value may be absent. */
export function isOptional(schema: z.core.$ZodType): boolean {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  return def.type === 'optional' || def.type === 'nullable';
}
