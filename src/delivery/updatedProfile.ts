/** Puts a new key in the place of the old one in a profile of config.toml. */
import { addHint, CliError, ConfigError } from '../base/errors.ts';
import type { ConfigEditor, SecretAccess } from '../config/file/configEditor.ts';
import { editConfigFile } from '../config/file/edit.ts';
import { configPath } from '../config/file/store.ts';
import type { System } from '../system/system.ts';
import type { KeyDestination } from './keyDestination.ts';
import type { KeyPair } from './keyPair.ts';
import { tryEdit } from './savedProfile.ts';

/** A profile, and the public key in it that is to be replaced. */
export interface ProfileKey {
  readonly profile: string;
  readonly publicKey: string;
}

/**
 * Checks that the pair in the profile can be replaced. The public and the private key are replaced at once, and only while
 * the profile still has the old public key.
 * @throws {ConfigError} if the file cannot be changed, or the profile has another key
 */
export async function openProfileUpdate(
  { profile, publicKey }: ProfileKey,
  system: System,
): Promise<KeyDestination> {
  const path = configPath(system);
  const access: SecretAccess = { secretsOf: () => [profile] };
  const name = `profile "${profile}" of ${path}`;
  const replace = (pair: KeyPair) => (config: ConfigEditor) => {
    if (String(config.get(profile, 'public_api_key')).trim() !== publicKey)
      throw new ConfigError(`${name} has another API key than ${publicKey}, which is to be replaced`);
    config.set(profile, 'public_api_key', pair.publicKey);
    config.set(profile, 'private_api_key', pair.privateKey);
  };
  try {
    await tryEdit(system, replace({ publicKey, privateKey: 'private' }), access);
  } catch (error) {
    throw error instanceof CliError ? addHint(error, 'Nothing was created.') : error;
  }
  return {
    kind: 'file',
    name,
    store: (pair) => editConfigFile(system, replace(pair), access),
    discard() {},
  };
}
