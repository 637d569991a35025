/** Makes plain data of the zod schemas of responses, at build time, so that a run with a valid response loads no zod. */
import type * as z from 'zod/mini';
import { goNames, TIME } from '../src/api/responses/goNames.ts';
import type { PlainType } from '../src/api/responses/plainType.ts';
import { ITEM_NAMES, RESPONSE_FORMS, schemaOf } from '../src/api/responses/schemas.ts';
import { isOptional, shapeOf } from '../src/output/shape.ts';

/** @throws for a schema that plain data cannot describe: a check that zod alone makes must not be lost */
export function plainTypeOf(schema: z.core.$ZodType): PlainType {
  const shape = shapeOf(schema);
  if (shape.kind === 'array') return { each: plainTypeOf(shape.element) };
  if (shape.kind === 'object') {
    const fields = Object.entries(shape.fields);
    return {
      fields: Object.fromEntries(fields.map(([name, field]) => [name, plainTypeOf(field)])),
      required: fields.filter(([, field]) => !isOptional(field)).map(([name]) => name),
    };
  }
  if (shape.kind === 'string') {
    if (goNames.get(shape.schema)?.name === TIME) return 'timestamp';
    if ((shape.schema._zod.def.checks ?? []).length === 0) return 'string';
  }
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
