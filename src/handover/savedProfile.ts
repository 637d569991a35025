/** A new key as a profile of config.toml, ready for `--profile`. */

import { addHint, CliError, ConfigError, UsageError } from '../base/errors.ts';
import { type ConfigEditor, changeConfigFile } from '../config/change.ts';
import { checkProfileName } from '../config/profileName.ts';
import { configPath } from '../config/store.ts';
import type { System } from '../system/system.ts';
import type { KeyDestination, ProfileContent } from './keyDestination.ts';
import type { KeyPair } from './keyPair.ts';

const NAME = /^[\w-]+$/;

/** Ends a change that was only tried: nothing is written then. */
class TrialFinished extends Error {}

/**
 * Tries the change on the file as it is, under its lock, and leaves the file alone.
 * @throws {ConfigError} when it cannot be made: the file is broken, its folder cannot be written, the profile exists
 */
async function tryChange(system: System, change: (config: ConfigEditor) => void): Promise<void> {
  try {
    await changeConfigFile(system, (config) => {
      change(config);
      throw new TrialFinished();
    });
  } catch (error) {
    if (!(error instanceof TrialFinished)) throw error;
  }
}

/**
 * @param content what the profile holds beside the pair
 * @throws {UsageError} for a name that is none, {ConfigError} when the profile exists or the file cannot be changed
 */
export async function openProfileDestination(
  name: string,
  content: ProfileContent,
  system: System,
): Promise<KeyDestination> {
  // Names of profiles are in lower case, as viper keeps them.
  const profile = checkProfileName(name, 'Nothing was created.');
  if (!NAME.test(name))
    throw new UsageError(`--saveProfile: '${name}' is not a name for a profile`, {
      hint: 'Use letters, digits, - and _. Nothing was created.',
    });
  const path = configPath(system);
  const add =
    ({ publicKey, privateKey }: KeyPair) =>
    (config: ConfigEditor) => {
      if (config.hasProfile(profile))
        throw new ConfigError(
          `there is a profile "${profile}" in ${path} already, and it is not overwritten`,
          {
            hint: `Choose another name, or delete it with "atlas config delete ${profile}".`,
          },
        );
      const pair = { public_api_key: publicKey, private_api_key: privateKey };
      for (const [property, value] of Object.entries({ ...pair, ...content }))
        config.set(profile, property, value);
    };
  try {
    await tryChange(system, add({ publicKey: 'public', privateKey: 'private' }));
  } catch (error) {
    throw error instanceof CliError ? addHint(error, 'Nothing was created.') : error;
  }
  return {
    name: `profile "${profile}" of ${path}`,
    store: (pair) => changeConfigFile(system, add(pair)),
    discard() {},
  };
}
