/** Finds the credentials to use. */
import { AuthenticationError } from '../base/errors.ts';
import { isGovernment } from '../config/host.ts';
import type { Property, Setting, Settings } from '../config/settings.ts';
import { checkField, trimField } from './credentialFields.ts';
import { KINDS } from './kinds/index.ts';
import type { CredentialField, Credentials, CredentialsKind } from './kinds/kind.ts';
import type { IncompletePair } from './noCredentials.ts';

/** Looks a property up in one source of settings. */
type Source = (property: Property) => Setting | undefined;

const fieldIn = (source: Source, { property }: CredentialField): Setting | undefined =>
  trimField(source(property));

/** The kind that auth_type asks for first, the others behind it. */
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
    const [owner, secret] = [fieldIn(source, first), fieldIn(source, second)];
    if (owner && secret)
      return {
        kind: kind.authType,
        owner: checkField(first, owner),
        secret: checkField(second, secret),
        isGov,
        origin: owner.origin,
      };
  }
  return undefined;
}

/** Where credentials may come from, each with the auth_type that counts there. */
const sourcesOf = ({ fromEnvironment, fromProfile, get }: Settings) => [
  { source: fromEnvironment, authType: fromEnvironment('auth_type')?.value },
  { source: fromProfile, authType: get('auth_type')?.value },
];

/** Undefined when the source has both halves of the kind, or none. */
function findIncompletePairIn(
  source: Source,
  { fields: [a, b] }: CredentialsKind,
): IncompletePair | undefined {
  const [first, second] = [fieldIn(source, a), fieldIn(source, b)];
  if (first && !second) return { field: a, setting: first, missing: b };
  return second && !first ? { field: b, setting: second, missing: a } : undefined;
}

/**
 * The complete credentials of the environment, or else of the profile; undefined when neither holds any. One half in the
 * environment is a mistake in what was meant to win: the profile's credentials, which may be for another organization,
 * do not stand in for it.
 * @throws {ConfigError} for a half that its form rules out
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

/** The half that is set without the other one; undefined when there is none. */
export function incompletePair(settings: Settings): IncompletePair | undefined {
  for (const { source, authType } of sourcesOf(settings))
    for (const kind of kindsFor(authType)) {
      const pair = findIncompletePairIn(source, kind);
      if (pair) return pair;
    }
  return undefined;
}

/**
 * One half, from the environment or else from the profile.
 * @throws {ConfigError} when its form rules it out
 */
export function findField({ get }: Settings, field: CredentialField): Setting | undefined {
  const held = fieldIn(get, field);
  return held && { ...held, value: checkField(field, held) };
}

/**
 * The credentials of the environment, or else those of the profile.
 * @throws {AuthenticationError} when neither source holds a complete pair, or the environment holds half of one
 * @throws {ConfigError} for a half that its form rules out
 * @throws {CliError} when the environment holds none, and the configuration file cannot be used
 */
export async function findCredentials(settings: Settings): Promise<Credentials> {
  const found = completeCredentials(settings);
  if (found) return found;
  const pair = incompletePair(settings);
  if (settings.problem && !pair) throw settings.problem;
  const { authenticationHint } = await import('./noCredentials.ts');
  throw new AuthenticationError('this action requires authentication', {
    hint: authenticationHint(settings, pair),
  });
}
