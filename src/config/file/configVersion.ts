/**
 * The version of config.toml. In version 2, which the Atlas CLI writes since 1.47, the secrets of profiles are in the
 * keyring of the operating system. A file without a version has version 1.
 */
import { ConfigError } from '../../base/errors.ts';

/** The values of auth_type, by the properties that a keyring stores. In the Atlas CLI's order. */
const AUTH_TYPES: Readonly<Record<string, string>> = {
  public_api_key: 'api_keys',
  private_api_key: 'api_keys',
  access_token: 'user_account',
  refresh_token: 'user_account',
  client_id: 'service_account',
  client_secret: 'service_account',
};

/** The properties that a keyring stores. */
export const KEYRING_PROPERTIES: readonly string[] = Object.keys(AUTH_TYPES);

export const isKeyringProperty = (property: string): boolean =>
  Object.hasOwn(AUTH_TYPES, property.toLowerCase());

/** The value of auth_type for credentials with this property. */
export const authTypeOf = (property: string): string => AUTH_TYPES[property.toLowerCase()] ?? '';

export const KEYRING_VERSION = 2;

/** @throws {ConfigError} if the file has a version that only later programs can read */
export function checkVersion(root: Readonly<Record<string, unknown>>, path: string): number {
  const { version } = root;
  if (typeof version !== 'number' || version < KEYRING_VERSION) return 1;
  if (version === KEYRING_VERSION) return version;
  throw new ConfigError(`cannot use ${path}: its version is ${version}, and only 1 and 2 are supported`, {
    hint: 'A newer program wrote the file. Update this one.',
  });
}
