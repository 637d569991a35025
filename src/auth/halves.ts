/** Looks at the halves of credentials before they are used or shown. What is refused is never repeated, not even in part. */
import { ConfigError } from '../base/errors.ts';
import { capitalised, trimInvisible } from '../base/words.ts';
import { describeOrigin, nameAt, type Origin } from '../config/origin.ts';
import type { Property, Setting } from '../config/settings.ts';
import { isInQuotes, isJson, nameOfCharacter } from './form.ts';
import { KINDS } from './kinds/index.ts';
import { type Half, whereToSet } from './kinds/kind.ts';

/** Why a value cannot be a half. */
export interface Problem {
  /** What it holds, as in "… holds a UUID". */
  readonly found: string;
  /** What to do, given what each property is called where the value stands. */
  advice(nameOf: (property: Property) => string): string;
}

/** Whether a value has the form of another half. A secret may contain any text, but must not be the other half. */
function resembles({ form }: Half, value: string, half: Half): boolean {
  const found = form?.pattern.exec(value)?.[0];
  return found !== undefined && (!half.isSecret || found === value);
}

function otherHalf(half: Half, value: string): Problem | undefined {
  for (const kind of KINDS)
    for (const other of kind.halves) {
      if (other === half || !other.form || !resembles(other, value, half)) continue;
      const [a, b] = kind.halves;
      return {
        found: other.form.what,
        advice: (nameOf) =>
          kind.halves.includes(half)
            ? `Check whether ${nameOf(a.property)} and ${nameOf(b.property)} are swapped.`
            : `${capitalised(whereToSet(kind, nameOf))}.`,
      };
    }
  return undefined;
}

/** Why the value cannot be the half; undefined when it can. */
export function findProblem(half: Half, value: string): Problem | undefined {
  const alone = () => `Set it to the ${half.name} alone.`;
  if (isJson(value)) return { found: 'JSON', advice: alone };
  const other = half.isOpaque ? undefined : otherHalf(half, value);
  if (other) return other;
  if (isInQuotes(value))
    return {
      found: 'a value in quotes',
      advice: () =>
        'Remove the quotes: they count as part of the value. docker --env-file, for one, keeps them.',
    };
  const [character] = half.excludes.exec(value) ?? [];
  return character === undefined ? undefined : { found: nameOfCharacter(character), advice: alone };
}

/** Where a half stands: `MONGODB_ATLAS_CLIENT_ID`, `--clientId`, `client_id in profile "ci" of …/config.toml`. */
const placeOf = ({ property }: Half, origin: Origin): string =>
  origin.kind === 'profile' ? `${property} in ${describeOrigin(origin)}` : describeOrigin(origin);

/**
 * The half as it is used: without blanks and line ends around it.
 * @returns undefined when nothing is left
 */
export function trimmedHalf(setting: Setting | undefined): Setting | undefined {
  const value = setting && trimInvisible(setting.value);
  return value ? { ...setting, value } : undefined;
}

/**
 * The value of the half.
 * @throws {ConfigError} when its form rules it out, with the place that it came from
 */
export function checkedHalf(half: Half, { value, origin }: Setting): string {
  const problem = findProblem(half, value);
  if (!problem) return value;
  throw new ConfigError(`${placeOf(half, origin)} holds ${problem.found}`, {
    hint: problem.advice((property) => nameAt(origin, property)),
  });
}

/** What is wrong with a half that somebody typed, as a sentence that holds nothing of it; undefined when it will do. */
export function problemWithTyped(half: Half, text: string): string | undefined {
  const value = trimInvisible(text);
  if (value === '') return 'Nothing was typed.';
  const problem = findProblem(half, value);
  return problem && `The ${half.name} cannot hold ${problem.found}.`;
}
