/** Finds the credentials to use, and says where they came from. */

import { AuthenticationError } from '../base/errors.ts';
import { isGovernment } from '../config/host.ts';
import {
  describeOrigin,
  type Origin,
  type Property,
  profileFlag,
  type Setting,
  type Settings,
} from '../config/settings.ts';

export interface ApiKeyCredentials {
  readonly kind: 'apiKeys';
  readonly publicKey: string;
  readonly privateKey: string;
  readonly origin: Origin;
}

/** OAuth 2.0 client credentials, which a token is asked for with. */
export interface ServiceAccountCredentials {
  readonly kind: 'serviceAccount';
  readonly clientId: string;
  readonly clientSecret: string;
  readonly origin: Origin;
}

/** What a sign-in has left behind. */
export interface UserAccountCredentials {
  readonly kind: 'userAccount';
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Whose: Atlas for Government has sign-ins of its own. */
  readonly isGov: boolean;
  readonly origin: Origin;
}

export type Credentials = ApiKeyCredentials | ServiceAccountCredentials | UserAccountCredentials;

export type CredentialsKind = Credentials['kind'];

type Source = (property: Property) => Setting | undefined;

interface Pair {
  readonly kind: CredentialsKind;
  /** The value of auth_type that asks for this kind. */
  readonly authType: string;
  /** What names its owner, and what is secret. */
  readonly halves: readonly [Property, Property];
}

/** In the order in which they are looked for. */
const PAIRS: readonly Pair[] = [
  { kind: 'serviceAccount', authType: 'service_account', halves: ['client_id', 'client_secret'] },
  { kind: 'apiKeys', authType: 'api_keys', halves: ['public_api_key', 'private_api_key'] },
  { kind: 'userAccount', authType: 'user_account', halves: ['access_token', 'refresh_token'] },
];

function credentialsOf(kind: CredentialsKind, first: Setting, second: string, isGov: boolean): Credentials {
  const { value, origin } = first;
  switch (kind) {
    case 'serviceAccount':
      return { kind, clientId: value, clientSecret: second, origin };
    case 'apiKeys':
      return { kind, publicKey: value, privateKey: second, origin };
    case 'userAccount':
      return { kind, accessToken: value, refreshToken: second, isGov, origin };
  }
}

/** The kind that auth_type asks for first, the others behind it. */
const pairsFor = (authType: string | undefined): readonly Pair[] => [
  ...PAIRS.filter((pair) => pair.authType === authType),
  ...PAIRS.filter((pair) => pair.authType !== authType),
];

function completePair(source: Source, authType: string | undefined, isGov: boolean): Credentials | undefined {
  for (const { kind, halves } of pairsFor(authType)) {
    const [first, second] = [source(halves[0]), source(halves[1])];
    if (first && second) return credentialsOf(kind, first, second.value, isGov);
  }
  return undefined;
}

/** Where credentials may come from, each with the auth_type that counts there. */
const sourcesOf = ({ fromEnvironment, fromProfile, get }: Settings) => [
  { source: fromEnvironment, authType: fromEnvironment('auth_type')?.value },
  { source: fromProfile, authType: get('auth_type')?.value },
];

const isHalf = (source: Source, { halves }: Pair): boolean =>
  halves.filter((property) => source(property) !== undefined).length === 1;

/**
 * The complete credentials of the environment, or else of the profile; undefined when neither holds any. Half a pair in
 * the environment is a mistake in what was meant to win: the profile's, which may be of another organisation, are not
 * used in its place.
 */
export function completeCredentials(settings: Settings): Credentials | undefined {
  const isGov = isGovernment(settings);
  for (const { source, authType } of sourcesOf(settings)) {
    const found = completePair(source, authType, isGov);
    if (found) return found;
    if (PAIRS.some((pair) => isHalf(source, pair))) return undefined;
  }
  return undefined;
}

/** A sentence on a pair of which only one half is set; undefined when there is none. */
export function halfAPair(settings: Settings): string | undefined {
  for (const { source, authType } of sourcesOf(settings))
    for (const { halves } of pairsFor(authType)) {
      const [half] = halves.map(source).filter((setting) => setting !== undefined);
      const missing = halves.find((property) => source(property) === undefined);
      if (half && missing)
        return `${missing} is missing: only the other half of the pair is set, by ${describeOrigin(half.origin)}.`;
    }
  return undefined;
}

/** The advice to sign the user of these credentials in again. */
export function signInAgain({ origin, isGov }: UserAccountCredentials): string {
  const profile = origin.kind === 'profile' ? profileFlag(origin.name) : '';
  return `Sign in again with "atlas auth login${isGov ? ' --gov' : ''}${profile}".`;
}

/** What to do where there is nothing yet. */
function howToStart({ profileName, path }: Settings): string {
  const lack = path === undefined ? 'Run' : `Profile "${profileName}" of ${path} holds none: run`;
  return `${lack} "atlas config init${profileFlag(profileName)}", or set MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY.`;
}

/**
 * The credentials of the environment, or else those of the profile.
 * @throws {AuthenticationError} when neither source holds a complete pair, or the environment holds half a one
 * @throws {CliError} when the environment holds none, and the configuration file cannot be used
 */
export function findCredentials(settings: Settings): Credentials {
  const found = completeCredentials(settings);
  if (found) return found;
  const half = halfAPair(settings);
  if (settings.problem && half === undefined) throw settings.problem;
  throw new AuthenticationError('this action requires authentication', {
    hint: half ?? howToStart(settings),
  });
}
