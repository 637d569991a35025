/** Finds the credentials that a run uses. */
import { AuthenticationError } from '../base/errors.ts';
import { isGovernment } from '../config/host.ts';
import type { Property, Setting, Settings } from '../config/settings.ts';
import type { System } from '../system/system.ts';
import { checkField, trimField } from './credentialFields.ts';
import { KINDS } from './kinds/index.ts';
import type { CredentialField, Credentials, CredentialsKind } from './kinds/kind.ts';
import type { IncompletePair } from './noCredentials.ts';

/** Returns a property from one source of settings. */
type Source = (property: Property) => Setting | undefined;

const fieldIn = (source: Source, { property }: CredentialField): Setting | undefined =>
  trimField(source(property));

/** All kinds, beginning with the one that auth_type names. */
const kindsFor = (authType: string | undefined): readonly CredentialsKind[] => [
  ...KINDS.filter((kind) => kind.authType === authType),
  ...KINDS.filter((kind) => kind.authType !== authType),
];

function findCompleteIn(
  source: Source,
  authType: string | undefined,
  isGov: boolean,
): Credentials | undefined {
  for (const kind of kindsFor(authType)) {
    const [first, second] = kind.fields;
    const [identifier, secret] = [fieldIn(source, first), fieldIn(source, second)];
    if (identifier && secret)
      return {
        kind: kind.authType,
        identifier: checkField(first, identifier),
        secret: checkField(second, secret),
        isGov,
        origin: identifier.origin,
      };
  }
  return undefined;
}

/** The sources of credentials in order of precedence, each with the auth_type that applies to it. */
const sourcesOf = ({ fromEnvironment, fromProfile, get }: Settings) => [
  { source: fromEnvironment, authType: fromEnvironment('auth_type')?.value },
  { source: fromProfile, authType: get('auth_type')?.value },
];

/** The only field of the kind that the source has; undefined if it has both fields or none. */
function findIncompletePairIn(
  source: Source,
  { fields: [a, b] }: CredentialsKind,
): IncompletePair | undefined {
  const [first, second] = [fieldIn(source, a), fieldIn(source, b)];
  if (first && !second) return { field: a, setting: first, missing: b };
  return second && !first ? { field: b, setting: second, missing: a } : undefined;
}

/** Adds the secrets of the keyring, if the file says that they are there and the environment has no credentials. */
export async function withSecrets(system: System, settings: Settings): Promise<Settings> {
  const isEnvironmentComplete = () =>
    findCompleteIn(settings.fromEnvironment, settings.fromEnvironment('auth_type')?.value, false) !==
    undefined;
  if (!settings.usesKeyring || isEnvironmentComplete()) return settings;
  return (await import('../config/keyring/keyringSettings.ts')).withKeyring(system, settings);
}

/**
 * The complete credentials of the environment, or else of the profile; undefined if neither has any. If the environment
 * has an incomplete pair, the profile is not used: its credentials may belong to another organization.
 * @throws {ConfigError} if the value of a field is invalid
 */
export function completeCredentials(settings: Settings): Credentials | undefined {
  const isGov = isGovernment(settings);
  for (const { source, authType } of sourcesOf(settings)) {
    const found = findCompleteIn(source, authType, isGov);
    if (found) return found;
    if (KINDS.some((kind) => findIncompletePairIn(source, kind))) return undefined;
  }
  return undefined;
}

/** The field that is set without the other one; undefined if there is none. */
export function incompletePair(settings: Settings): IncompletePair | undefined {
  for (const { source, authType } of sourcesOf(settings))
    for (const kind of kindsFor(authType)) {
      const pair = findIncompletePairIn(source, kind);
      if (pair) return pair;
    }
  return undefined;
}

/**
 * One field, from the environment or else from the profile.
 * @throws {ConfigError} if its value is invalid
 */
export function findField({ get }: Settings, field: CredentialField): Setting | undefined {
  const setting = fieldIn(get, field);
  return setting && { ...setting, value: checkField(field, setting) };
}

/**
 * The credentials of the environment, or else of the profile.
 * @throws {AuthenticationError} if neither has complete credentials, or the environment has an incomplete pair
 * @throws {ConfigError} if the value of a field is invalid
 * @throws {CliError} if the environment has none and the configuration file is invalid
 */
export async function findCredentials(system: System, loaded: Settings): Promise<Credentials> {
  const settings = await withSecrets(system, loaded);
  const found = completeCredentials(settings);
  if (found?.origin.kind === 'profile' && settings.keyringProblem)
    await (await import('../config/keyring/keyringSettings.ts')).warnOfUnreadKeyring(system, settings);
  if (found) return found;
  const pair = incompletePair(settings);
  if (settings.problem && !pair) throw settings.problem;
  const { authenticationHint } = await import('./noCredentials.ts');
  throw new AuthenticationError('this action requires authentication', {
    hint: authenticationHint(settings, pair),
  });
}
