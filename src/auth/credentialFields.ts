/** Looks at the halves of credentials before they are used or shown. What is refused is never repeated, not even in part. */
import { ConfigError } from '../base/errors.ts';
import { capitalize, trimInvisible } from '../base/words.ts';
import { describeOrigin, type Origin, propertyNameAt } from '../config/origin.ts';
import type { Property, Setting } from '../config/settings.ts';
import { KINDS } from './kinds/index.ts';
import { type CredentialField, howToSet } from './kinds/kind.ts';
import { describeCharacter, isJson, isQuoted } from './valuePatterns.ts';

/** Why a value cannot be a half. */
export interface Problem {
  /** What it holds, as in "… holds a UUID". */
  readonly found: string;
  /** What to do, given what each property is called where the value stands. */
  advice(nameOf: (property: Property) => string): string;
}

/** Whether a value has the form of another half. A secret may contain any text, but must not be the other half. */
function resembles({ pattern }: CredentialField, value: string, field: CredentialField): boolean {
  const found = pattern?.regExp.exec(value)?.[0];
  return found !== undefined && (!field.isSecret || found === value);
}

function findMisplacedField(field: CredentialField, value: string): Problem | undefined {
  for (const kind of KINDS)
    for (const other of kind.fields) {
      if (other === field || !other.pattern || !resembles(other, value, field)) continue;
      const [a, b] = kind.fields;
      return {
        found: other.pattern.description,
        advice: (nameOf) =>
          kind.fields.includes(field)
            ? `Check whether ${nameOf(a.property)} and ${nameOf(b.property)} are swapped.`
            : `${capitalize(howToSet(kind, nameOf))}.`,
      };
    }
  return undefined;
}

/** Why the value cannot be the half; undefined when it can. */
export function findProblem(field: CredentialField, value: string): Problem | undefined {
  const alone = () => `Set it to the ${field.name} alone.`;
  if (isJson(value)) return { found: 'JSON', advice: alone };
  const other = field.isOpaque ? undefined : findMisplacedField(field, value);
  if (other) return other;
  if (isQuoted(value))
    return {
      found: 'a value in quotes',
      advice: () =>
        'Remove the quotes: they count as part of the value. docker --env-file, for one, keeps them.',
    };
  const [character] = field.forbidden.exec(value) ?? [];
  return character === undefined ? undefined : { found: describeCharacter(character), advice: alone };
}

/** Where a half stands: `MONGODB_ATLAS_CLIENT_ID`, `--clientId`, `client_id in profile "ci" of …/config.toml`. */
const describeLocation = ({ property }: CredentialField, origin: Origin): string =>
  origin.kind === 'profile' ? `${property} in ${describeOrigin(origin)}` : describeOrigin(origin);

/**
 * The half as it is used: without blanks and line ends around it.
 * @returns undefined when nothing is left
 */
export function trimField(setting: Setting | undefined): Setting | undefined {
  const value = setting && trimInvisible(setting.value);
  return value ? { ...setting, value } : undefined;
}

/**
 * The value of the half.
 * @throws {ConfigError} when its form rules it out, with the place that it came from
 */
export function checkField(field: CredentialField, { value, origin }: Setting): string {
  const problem = findProblem(field, value);
  if (!problem) return value;
  throw new ConfigError(`${describeLocation(field, origin)} holds ${problem.found}`, {
    hint: problem.advice((property) => propertyNameAt(origin, property)),
  });
}

/** What is wrong with a half that somebody typed, as a sentence that holds nothing of it; undefined when it will do. */
export function describeTypedProblem(field: CredentialField, text: string): string | undefined {
  const value = trimInvisible(text);
  if (value === '') return 'Nothing was typed.';
  const problem = findProblem(field, value);
  return problem && `The ${field.name} cannot hold ${problem.found}.`;
}
