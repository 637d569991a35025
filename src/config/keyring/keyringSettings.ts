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
 * Warns if secrets from the file are used although the keyring, which could not be read, may have newer ones. If there is no
 * keyring, there is no warning.
 */
export async function warnOfUnreadKeyring(system: System, { keyringProblem }: Settings): Promise<void> {
  if (!keyringProblem || keyringProblem.problem === 'missing') return;
  const file = await loadConfigFile(system);
  if (file && !isSilenced(file.root, system.env))
    await warn(system, `${keyringProblem.message}; the credentials in config.toml are used instead`);
}
