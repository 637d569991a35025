import * as z from 'zod/mini';

/** The type name of timestamps, which the Atlas CLI prints in a format of its own. */
export const TIME = 'time.Time';

/** The Go type names of response schemas. Templates can print them (`%T`), and error messages contain them. */
export const goNames = z.registry<{ name: string }>();
