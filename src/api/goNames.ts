import * as z from 'zod/mini';

/** The name of texts that are times: the Atlas CLI has a type for these, and prints them its own way. */
export const TIME = 'time.Time';

/** The names that the Atlas CLI has for the types of answers; templates print them (`%T`), messages name them. */
export const goNames = z.registry<{ name: string }>();
