/** What templates can call, besides Handlebars' own helpers; scripts/precompile.ts lists their names. */
import { goTimeText } from '../go/time.ts';

export const helpers: Readonly<Record<string, (given: unknown) => unknown>> = {
  /** A value as Go's templates print it; a missing one is `<nil>`. */
  value: (given) => (given === undefined || given === null ? '<nil>' : String(given)),
  /** A time as Go's templates print it. */
  time: (given) => (typeof given === 'string' ? goTimeText(given) : '<nil>'),
  /** The items of a list, or of a page. */
  rows: (given) => (Array.isArray(given) ? given : ((given as { results?: unknown }).results ?? [])),
};
