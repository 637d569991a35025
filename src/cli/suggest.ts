/** Suggests existing names for a misspelled one: commands, flags, formats, fields, variables, properties. */

/** The edits between two words: a letter added, removed or replaced, or two neighbors swapped. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (last[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      const isSwap = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      const swapped = isSwap ? (beforeLast[j - 1] ?? 0) + 1 : replaced;
      row.push(Math.min(replaced, swapped, (last[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

/**
 * The candidates within `most` edits of the word, or that begin with it, nearest first; case does not count.
 * The default is cobra's distance for commands.
 */
export function suggestions(word: string, candidates: readonly string[], maxEdits = 2): string[] {
  const typed = word.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, name: candidate.toLowerCase() }))
    .map(({ candidate, name }) => ({ candidate, name, edits: editDistance(typed, name) }))
    .filter(({ name, edits }) => edits <= maxEdits || name.startsWith(typed))
    .sort((a, b) => a.edits - b.edits)
    .map(({ candidate }) => candidate);
}

/** The words of a name in lower case, without dashes, underscores and quotes: `orgId`, `--org-id`, `ORG_ID` are one. */
const wordsIn = (name: string): string[] =>
  name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

const withoutPlural = (name: string): string => name.replace(/s$/, '');

/** Whether one of the words abbreviates the other: `org` and `organization`. */
const abbreviates = (a: string, b: string): boolean =>
  a === b || (Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a)));

/** Whether a name has all words of the shorter one in their order, and not much else: `public key`, `public api key`. */
function isExtended(shorter: readonly string[], longer: readonly string[]): boolean {
  let nextIndex = 0;
  let matched = 0;
  for (const word of shorter) {
    const match = longer.findIndex((other, index) => index >= nextIndex && abbreviates(word, other));
    if (match < 0) return false;
    matched += longer[match]?.length ?? 0;
    nextIndex = match + 1;
  }
  return matched * 2 >= longer.join('').length;
}

/** How far a candidate is from what was typed, from 0 for the same name; undefined when it is another word. */
function distanceTo(typed: string, candidate: string): number | undefined {
  const [a, b] = [wordsIn(typed), wordsIn(candidate)];
  const [name, other] = [a.join(''), b.join('')];
  if (name === '' || other === '') return undefined;
  if (name === other) return 0;
  if (withoutPlural(name) === withoutPlural(other)) return 1;
  if (isExtended(a, b) || isExtended(b, a)) return a.length === b.length ? 2 : 3;
  const [short, long] = name.length < other.length ? [name, other] : [other, name];
  if (short.length >= 3 && long.startsWith(short)) return 3;
  if (short.length >= 4 && long.endsWith(short)) return 3;
  const edits = editDistance(name, other);
  return edits <= long.length / 3 ? 3 + edits : undefined;
}

/** Whether two names differ in nothing but case, separators and a plural s: `--org-ids` and `orgId`. */
export const isSameName = (typed: string, candidate: string): boolean =>
  (distanceTo(typed, candidate) ?? 2) < 2;

/**
 * Whether a name without capitals was typed with some: `--Role`, `ORG_ID`. The Atlas CLI refuses these with one line that
 * scripts compare, so a hint under it is for people only.
 */
export const isOnlyCapitalized = (typed: string, candidate: string): boolean =>
  typed !== candidate && typed.toLowerCase() === candidate;

/** The candidates that are nearest to what was typed, all at the same distance; none when nothing is near. */
export function allNearest(typed: string, candidates: readonly string[]): string[] {
  const distances = candidates.map((candidate) => distanceTo(typed, candidate) ?? Number.POSITIVE_INFINITY);
  const least = Math.min(...distances);
  return Number.isFinite(least) ? candidates.filter((_, index) => distances[index] === least) : [];
}

/**
 * The name that was most probably meant.
 * @param typed what was typed, in any spelling: `--Org-IDs`, `“orgID”`
 * @param candidates the names that exist
 * @returns one of the candidates; undefined when none is near
 */
export const nearest = (typed: string, candidates: readonly string[]): string | undefined =>
  allNearest(typed, candidates)[0];

/**
 * `Did you mean --orgId?`
 * @param spelled how a name is written where it is used; the name itself by default
 * @returns a sentence, or undefined when no candidate is near
 */
export function didYouMean(
  typed: string,
  candidates: readonly string[],
  spelled: (name: string) => string = (name) => name,
): string | undefined {
  const near = allNearest(typed, candidates);
  return near.length === 0 ? undefined : `Did you mean ${near.map(spelled).join(' or ')}?`;
}
