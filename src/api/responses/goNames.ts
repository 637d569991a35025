/** The Go type names of response schemas. Templates can print them (`%T`), and error messages contain them. */

/** The type name of timestamps, which the Atlas CLI prints in a format of its own. */
export const TIME = 'time.Time';

const names = new WeakMap<object, string>();

/** Gives a schema the name of its type in the Atlas CLI. */
export function named<Schema extends object>(name: string, schema: Schema): Schema {
  names.set(schema, name);
  return schema;
}

/** The name of a schema; undefined if it has none. */
export const goNameOf = (schema: object): string | undefined => names.get(schema);
