/** Checks the fields of credentials before they are used or shown. Messages never contain any part of a refused value. */
import { ConfigError } from '../base/errors.ts';
import { capitalize, trimInvisible } from '../base/words.ts';
import { describeOrigin, type Origin, propertyNameAt } from '../config/origin.ts';
import type { Property, Setting } from '../config/settings.ts';
import { KINDS } from './kinds/index.ts';
import { type CredentialField, howToSet } from './kinds/kind.ts';
import { describeCharacter, isJson, isQuoted } from './valuePatterns.ts';

/** Why a value is invalid. */
export interface Problem {
  /** What the value is or contains instead, as in `contains a space`. */
  readonly found: string;
  /** What to do. @param nameOf how a property is called in the place of the value: its variable or flag */
  advice(nameOf: (property: Property) => string): string;
}

/** Whether a value looks like another field. A secret must match the whole pattern, because it can contain any text. */
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

/** Why the value cannot be this field; undefined if it can. */
export function findProblem(field: CredentialField, value: string): Problem | undefined {
  if (field.isUsual?.(value)) return undefined;
  const setAlone = () => `Set it to the ${field.name} only.`;
  if (isJson(value)) return { found: 'JSON', advice: setAlone };
  const other = field.isOpaque ? undefined : findMisplacedField(field, value);
  if (other) return other;
  if (isQuoted(value))
    return {
      found: 'a value in quotes',
      advice: () =>
        'Remove the quotes: they are part of the value. For example, docker --env-file keeps them.',
    };
  const [character] = field.forbidden.exec(value) ?? [];
  return character === undefined ? undefined : { found: describeCharacter(character), advice: setAlone };
}

/** Where a value came from: `MONGODB_ATLAS_CLIENT_ID`, `--clientId`, or `client_id in profile "ci" of …/config.toml`. */
const describeLocation = ({ property }: CredentialField, origin: Origin): string =>
  origin.kind === 'profile' || origin.kind === 'keyring'
    ? `${property} in ${describeOrigin(origin)}`
    : describeOrigin(origin);

/**
 * Removes white space around the value.
 * @returns undefined if the value is empty
 */
export function trimField(setting: Setting | undefined): Setting | undefined {
  const value = setting && trimInvisible(setting.value);
  return value ? { ...setting, value } : undefined;
}

/**
 * Returns the value of the setting.
 * @throws {ConfigError} if it is invalid, with the place that it came from
 */
export function checkField(field: CredentialField, { value, origin }: Setting): string {
  const problem = findProblem(field, value);
  if (!problem) return value;
  throw new ConfigError(`${describeLocation(field, origin)} contains ${problem.found}`, {
    hint: problem.advice((property) => propertyNameAt(origin, property)),
  });
}

/** The problem with a value that the user entered, as a sentence; undefined if the value is valid. */
export function describeTypedProblem(field: CredentialField, text: string): string | undefined {
  const value = trimInvisible(text);
  if (value === '') return 'Enter a value.';
  const problem = findProblem(field, value);
  return problem && `The ${field.name} cannot contain ${problem.found}.`;
}
