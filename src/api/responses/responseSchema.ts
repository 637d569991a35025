/** Refers to schemas without loading them: they are loaded while the request is on its way. */
import type * as z from 'zod/mini';
import type { ItemName, ResponseForm, ResponseOf } from './schemas.ts';

/** Loads a schema. Loading zod takes 1 ms, which a run without a schema must not pay. */
export type LazySchema<T = unknown> = () => Promise<z.ZodMiniType<T>>;

/** The schema of one item, a page of them, or a plain list. */
export const responseSchema =
  <N extends ItemName, F extends ResponseForm = 'one'>(name: N, form?: F): LazySchema<ResponseOf<N, F>> =>
  async () =>
    (await import('./schemas.ts')).schemaOf<N, F>(name, form);
