/** Refers to schemas without loading them. */

import { plainTypes } from './plainTypes.ts';
import type { ItemName, ResponseForm } from './schemas.ts';
import type { Schema } from './shape.ts';

/** Loads a schema, for a format that checks its argument against it. */
export type LazySchema = () => Promise<Schema>;

/**
 * The schema of one item, a page of them, or a plain list: the plain data that the build has made of it, or else the zod schema,
 * which takes 1 ms to load.
 */
export const responseSchema =
  (name: ItemName, form: ResponseForm = 'one'): LazySchema =>
  async () =>
    plainTypes[name]?.[form]() ?? (await import('./schemas.ts')).schemaOf(name, form);
