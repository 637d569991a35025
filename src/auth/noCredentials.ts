/** Explains why there are no complete credentials, and what to do. */

import { keyringHint } from '../config/keyring/profileKeyring.ts';
import { describeOrigin, propertyNameAt } from '../config/origin.ts';
import type { Setting, Settings } from '../config/settings.ts';
import { variableName } from '../config/variable.ts';
import { emptyVariables, misnamedVariables } from '../config/variableHints.ts';
import { findProblem } from './credentialFields.ts';
import { apiKey } from './kinds/apiKey.ts';
import { KINDS } from './kinds/index.ts';
import type { CredentialField } from './kinds/kind.ts';

/** A field of credentials that is set without the other one. */
export interface IncompletePair {
  readonly field: CredentialField;
  readonly setting: Setting;
  readonly missing: CredentialField;
}

function problemWith(field: CredentialField, { value, origin }: Setting): string | undefined {
  const problem = findProblem(field, value);
  return (
    problem && `It contains ${problem.found}. ${problem.hint((property) => propertyNameAt(origin, property))}`
  );
}

/** The variables for an API key: `MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY`. */
const keyVariables = (): string => apiKey.fields.map(({ property }) => variableName(property)).join(' and ');

/** Why the secrets of a profile in the keyring could not be read. */
export const describeKeyringProblem = ({ profileName, keyringProblem }: Settings): string | undefined =>
  keyringProblem &&
  `The secrets of profile "${profileName}" cannot be read: ${keyringProblem.message}. ${keyringHint(keyringProblem)}, or set ${keyVariables()}.`;

/**
 * Describes what is set but incomplete: one field without the other, empty variables, variables of other programs, or a
 * keyring that cannot be read.
 * @param pair the result of incompletePair
 * @returns sentences; undefined if nothing is set
 */
export function describeCredentialProblem(
  settings: Settings,
  pair: IncompletePair | undefined,
): string | undefined {
  const { env } = settings;
  const missing = (pair ? [pair.missing] : KINDS.flatMap(({ fields }) => fields)).map(
    ({ property }) => property,
  );
  const sentences = [
    pair &&
      `${pair.missing.property} is missing: only ${pair.field.property} is set, by ${describeOrigin(pair.setting.origin)}.`,
    pair && problemWith(pair.field, pair.setting),
    emptyVariables(env, missing),
    misnamedVariables(env, missing),
    describeKeyringProblem(settings),
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ') || undefined;
}

/** The hint for a command that needs credentials. */
export function authenticationHint(settings: Settings, pair: IncompletePair | undefined): string {
  const wrong = describeCredentialProblem(settings, pair);
  if (wrong) return wrong;
  const { profileName, profileArgument, path } = settings;
  const lack = path === undefined ? 'Run' : `Profile "${profileName}" of ${path} has no credentials: run`;
  return `${lack} "atlas config init${profileArgument}", or set ${keyVariables()}.`;
}
