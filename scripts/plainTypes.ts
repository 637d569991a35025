/** Makes plain data of the zod schemas of responses, at build time, so that a run with a valid response loads no zod. */
import type * as z from 'zod/mini';
import type { PlainType } from '../src/api/responses/plainType.ts';
import { ITEM_NAMES, RESPONSE_FORMS, schemaOf } from '../src/api/responses/schemas.ts';
import { type Schema, shapeOf } from '../src/api/responses/shape.ts';

/** The checks of a schema, inside of what makes it optional. */
function checksOf(schema: z.core.$ZodType): readonly unknown[] {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  return 'innerType' in def ? checksOf(def.innerType) : (def.checks ?? []);
}

/** @throws for a schema that plain data cannot describe: a check that zod alone makes must not be lost */
export function plainTypeOf(schema: z.core.$ZodType): PlainType {
  const shape = shapeOf(schema);
  // Of a zod schema, the parts are zod schemas, too.
  const plain = (part: Schema) => plainTypeOf(part as z.core.$ZodType);
  if (shape.kind === 'array') return { each: plain(shape.element) };
  if (shape.kind === 'object') {
    const fields = Object.entries(shape.fields);
    return {
      fields: Object.fromEntries(fields.map(([name, field]) => [name, plain(field)])),
      required: fields.map(([name]) => name).filter((name) => !shape.optional.has(name)),
      goName: shape.goName,
    };
  }
  if (shape.kind === 'time') return 'timestamp';
  if (shape.kind === 'string' && checksOf(schema).length === 0) return 'string';
  if (shape.kind === 'integer' || shape.kind === 'boolean') return shape.kind;
  throw new Error(`scripts/plainTypes.ts does not know a ${shape.kind} with these checks`);
}

/** The code of src/api/responses/plainTypes.ts, with the types. */
export function plainTypesModule(): string {
  const items = ITEM_NAMES.map((name) => {
    const forms = RESPONSE_FORMS.map(
      (form) => `${form}: () => (${JSON.stringify(plainTypeOf(schemaOf(name, form)))})`,
    );
    return `${name}: { ${forms.join(', ')} }`;
  });
  return `export const plainTypes = { ${items.join(',\n')} };`;
}
