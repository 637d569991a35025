/** Settings with secrets from the keyring, which take precedence over those in the file. */
import type { System } from '../../system/system.ts';
import { warn } from '../../terminal/warnings.ts';
import { KEYRING_PROPERTIES } from '../file/configVersion.ts';
import { loadConfigFile } from '../file/read.ts';
import type { Settings } from '../settings.ts';
import { loadSecrets } from './profileKeyring.ts';
import { isSilenced } from './storageWarning.ts';

/** Adds the secrets of the profile in the keyring, or the problem if it cannot be read. */
export async function withKeyring(system: System, settings: Settings): Promise<Settings> {
  const name = settings.profileName;
  const { secrets, problem } = await loadSecrets(system, name);
  const extended: Settings = {
    ...settings,
    keyringProblem: problem,
    fromProfile(property) {
      const value = KEYRING_PROPERTIES.includes(property) ? secrets.get(property) : undefined;
      return value === undefined
        ? settings.fromProfile(property)
        : { value, origin: { kind: 'keyring', name } };
    },
    get: (property) => settings.fromEnvironment(property) ?? extended.fromProfile(property),
  };
  return extended;
}

/**
 * Warns of secrets that are used from the file although the keyring, which could not be read, may have newer ones. Not where
 * there is no keyring: then there are none.
 */
export async function warnOfUnreadKeyring(system: System, { keyringProblem }: Settings): Promise<void> {
  if (!keyringProblem || keyringProblem.problem === 'missing') return;
  const file = await loadConfigFile(system);
  if (file && !isSilenced(file.root, system.env))
    await warn(system, `${keyringProblem.message}; the credentials in config.toml are used instead`);
}
