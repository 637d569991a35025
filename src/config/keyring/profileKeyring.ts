/** The secrets of profiles in the keyring, under the names that the Atlas CLI uses. */
import { type Keyring, KeyringError, type KeyringProblem, PROMPT_TIMEOUT_MS } from '../../keyring/keyring.ts';
import type { System } from '../../system/system.ts';
import { withInterruption } from '../../terminal/interruption.ts';
import { KEYRING_PROPERTIES } from '../file/configVersion.ts';

/** The secrets of a profile by property. An empty entry counts as none: the Atlas CLI leaves such entries after a logout. */
export type Secrets = ReadonlyMap<string, string>;

const serviceOf = (profile: string): string => `atlascli_${profile.toLowerCase()}`;

/**
 * Opens the keyring. Before the desktop asks the user to unlock it, a line on standard error says so.
 * @throws {KeyringError} if there is none, or it does not respond in time
 */
export const openKeyring = (system: System): Promise<Keyring> =>
  system.openKeyring({
    onPrompt() {
      const seconds = PROMPT_TIMEOUT_MS / 1000;
      void system.stderr
        .write(`The keyring is locked. Unlock it in the window of your desktop within ${seconds} seconds.\n`)
        .catch(() => undefined);
    },
  });

/** All entries of a profile, with empty ones. @throws {KeyringError} if the keyring cannot be read */
export const readEntries = (keyring: Keyring, profile: string): Promise<Secrets> =>
  keyring.read(serviceOf(profile), KEYRING_PROPERTIES);

/** @throws {KeyringError} if the keyring cannot be read */
async function readSecrets(keyring: Keyring, profile: string): Promise<Secrets> {
  const entries = await readEntries(keyring, profile);
  return new Map([...entries].filter(([, value]) => value !== ''));
}

/** @throws {ValueTooLongError} if the keyring cannot hold the value; {KeyringError} if it cannot be written */
export const writeEntry = (
  keyring: Keyring,
  profile: string,
  property: string,
  value: string,
): Promise<void> => keyring.write({ service: serviceOf(profile), user: property }, value);

/** @throws {KeyringError} if the entry cannot be removed */
export const removeEntry = (keyring: Keyring, profile: string, property: string): Promise<void> =>
  keyring.remove({ service: serviceOf(profile), user: property });

/** The secrets of a profile, or why the keyring could not be read. */
export interface SecretsOrProblem {
  readonly secrets: Secrets;
  readonly problem?: KeyringError;
}

/**
 * Opens the keyring, reads the secrets of a profile, and closes it.
 * @throws {InterruptedError} if a signal arrives, while the user is asked to unlock it, say
 */
export async function loadSecrets(system: System, profile: string): Promise<SecretsOrProblem> {
  let keyring: Keyring | undefined;
  const load = async () => {
    keyring = await openKeyring(system);
    return { secrets: await readSecrets(keyring, profile) };
  };
  try {
    return await withInterruption(system, ({ race }) => race(load()));
  } catch (error) {
    if (!(error instanceof KeyringError)) throw error;
    return { secrets: new Map(), problem: error };
  } finally {
    keyring?.close();
  }
}

const HINTS: Readonly<Record<KeyringProblem, string>> = {
  missing: 'Start the keyring of your desktop',
  locked: 'Unlock it',
  silent: 'Restart it',
  failed: 'Restart it',
};

/** What to do about the problem, as the beginning of a sentence: `Unlock it`. */
export const keyringHint = ({ problem }: KeyringError): string => HINTS[problem];
