/** Saves a new key as a profile of config.toml, for use with `--profile`. */

import { addHint, CliError, ConfigError, UsageError } from '../base/errors.ts';
import type { ConfigEditor, SecretAccess } from '../config/file/configEditor.ts';
import { editConfigFile } from '../config/file/edit.ts';
import { configPath } from '../config/file/store.ts';
import { checkProfileName } from '../config/profileName.ts';
import type { System } from '../system/system.ts';
import type { KeyDestination, ProfileContent } from './keyDestination.ts';
import type { KeyPair } from './keyPair.ts';

const NAME = /^[\w-]+$/;

/** Thrown to end a trial, so that nothing is written. */
class TrialFinished extends Error {}

/**
 * Tries an edit of the configuration file while holding its lock, but does not write the file.
 * @throws {ConfigError} if the file is invalid, its folder is not writable, or the profile exists
 */
export async function tryEdit(
  system: System,
  edit: (config: ConfigEditor) => void,
  access: SecretAccess,
): Promise<void> {
  const trial = (config: ConfigEditor) => {
    edit(config);
    throw new TrialFinished();
  };
  try {
    await editConfigFile(system, trial, access);
  } catch (error) {
    if (!(error instanceof TrialFinished)) throw error;
  }
}

/**
 * Checks that the profile can be created.
 * @param content the other properties of the profile
 * @throws {UsageError} if the name is invalid
 * @throws {ConfigError} if the profile exists or the file cannot be changed
 */
export async function openProfileDestination(
  name: string,
  content: ProfileContent,
  system: System,
): Promise<KeyDestination> {
  const profile = checkProfileName(name, 'Nothing was created.');
  if (!NAME.test(name))
    throw new UsageError(`--saveProfile: '${name}' is not a valid profile name`, {
      hint: 'Use letters, digits, - and _. Nothing was created.',
    });
  const path = configPath(system);
  const access: SecretAccess = { secretsOf: () => [profile] };
  const add =
    ({ publicKey, privateKey }: KeyPair) =>
    (config: ConfigEditor) => {
      if (config.hasProfile(profile))
        throw new ConfigError(`profile "${profile}" already exists in ${path} and is not overwritten`, {
          hint: `Choose another name, or delete it with "atlas config delete ${profile}".`,
        });
      const pair = { public_api_key: publicKey, private_api_key: privateKey };
      for (const [property, value] of Object.entries({ ...pair, ...content }))
        config.set(profile, property, value);
    };
  try {
    await tryEdit(system, add({ publicKey: 'public', privateKey: 'private' }), access);
  } catch (error) {
    throw error instanceof CliError ? addHint(error, 'Nothing was created.') : error;
  }
  return {
    kind: 'file',
    name: `profile "${profile}" of ${path}`,
    store: (pair) => editConfigFile(system, add(pair), access),
    discard() {},
  };
}
