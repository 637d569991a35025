/** Names the schema of a command's output; schemas are loaded while the request is under way. */
import type * as z from 'zod/mini';
import type { ItemName, ResponseForm, ResponseOf } from './schemas.ts';

/** A schema that is loaded when it is asked for: zod costs a start that needs no schema 1 ms. */
export type LazySchema<T = unknown> = () => Promise<z.ZodMiniType<T>>;

/** The schema of one item, a page of them, or a plain list. */
export const responseSchema =
  <N extends ItemName, F extends ResponseForm = 'one'>(name: N, form?: F): LazySchema<ResponseOf<N, F>> =>
  async () =>
    (await import('./schemas.ts')).schemaOf<N, F>(name, form);
