/** Names what a call is answered with; the schemas themselves are loaded while the call is under way. */
import type * as z from 'zod/mini';
import type { Form, ItemName } from './schemas.ts';

/** A schema that is loaded when it is asked for: zod takes a start that needs no schema 1 ms. */
export type LazySchema = () => Promise<z.ZodMiniType>;

/** The schema of one thing, a page of them, or a plain list. */
export const answerSchema =
  (name: ItemName, form: Form = 'one'): LazySchema =>
  async () =>
    (await import('./schemas.ts')).schemaOf(name, form);
