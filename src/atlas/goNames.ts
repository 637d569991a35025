import * as z from 'zod/mini';

/** The names that the reference has for the types of answers; templates print them (`%T`), messages name them. */
export const goNames = z.registry<{ name: string }>();
