/** Finds the credentials to use, and says where they came from. */
import {
  describeOrigin,
  type Origin,
  type Property,
  type Setting,
  type Settings,
} from '../config/settings.ts';
import { AuthenticationError } from '../errors.ts';

export interface ApiKeyCredentials {
  readonly kind: 'apiKeys';
  readonly publicKey: string;
  readonly privateKey: string;
  readonly origin: Origin;
}

export type Credentials = ApiKeyCredentials;

type Source = (property: Property) => Setting | undefined;

function apiKeysFrom(source: Source): Credentials | undefined {
  const publicKey = source('public_api_key');
  const privateKey = source('private_api_key');
  return publicKey && privateKey
    ? { kind: 'apiKeys', publicKey: publicKey.value, privateKey: privateKey.value, origin: publicKey.origin }
    : undefined;
}

/** Which half of a pair was found without its other half. */
function halfAPair(settings: Settings): string | undefined {
  const pair: Property[] = ['public_api_key', 'private_api_key'];
  for (const source of [settings.fromEnvironment, settings.fromProfile]) {
    const [half] = pair.map(source).filter((setting) => setting !== undefined);
    const missing = pair.find((property) => source(property) === undefined);
    if (half && missing)
      return `${missing} is missing: only the other half of the pair is set, by ${describeOrigin(half.origin)}.`;
  }
  return undefined;
}

/**
 * The credentials of the environment, or else those of the profile.
 * @throws {AuthenticationError} when neither source holds a complete pair
 */
export function findCredentials(settings: Settings): Credentials {
  const found = apiKeysFrom(settings.fromEnvironment) ?? apiKeysFrom(settings.fromProfile);
  if (found) return found;
  const place = settings.path
    ? `profile "${settings.profileName}" of ${settings.path}`
    : 'a profile of config.toml';
  throw new AuthenticationError('this action requires authentication', {
    hint:
      halfAPair(settings) ??
      `Set MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY, or public_api_key and private_api_key in ${place}.`,
  });
}
