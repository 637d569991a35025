/** Settings with secrets from the keyring, which take precedence over those in the file. */
import type { System } from '../system/system.ts';
import { SECRET_PROPERTIES } from './configVersion.ts';
import { loadSecrets } from './profileKeyring.ts';
import type { Settings } from './settings.ts';

/** Adds the secrets of the profile in the keyring, or the problem if it cannot be read. */
export async function withKeyring(system: System, settings: Settings): Promise<Settings> {
  const name = settings.profileName;
  const { secrets, problem } = await loadSecrets(system, name);
  const extended: Settings = {
    ...settings,
    keyringProblem: problem,
    fromProfile(property) {
      const value = SECRET_PROPERTIES.includes(property) ? secrets.get(property) : undefined;
      return value === undefined
        ? settings.fromProfile(property)
        : { value, origin: { kind: 'keyring', name } };
    },
    get: (property) => settings.fromEnvironment(property) ?? extended.fromProfile(property),
  };
  return extended;
}
