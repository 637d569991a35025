/** A keyring that is open and unlocked while config.toml is edited. */
import { ConfigError } from '../../base/errors.ts';
import { type Keyring, KeyringError } from '../../keyring/keyring.ts';
import type { System } from '../../system/system.ts';
import { withInterruption } from '../../terminal/interruption.ts';
import type { ConfigEditor, SecretAccess } from '../file/configEditor.ts';
import { keyringHint, openKeyring, readEntries } from './profileKeyring.ts';
import { SecretEditor } from './secretEditor.ts';

export interface UnlockedKeyring {
  /** @throws {ConfigError} if the keyring cannot be read */
  edit(file: ConfigEditor): Promise<SecretEditor>;
  close(): void;
}

const cannotUse = (error: KeyringError): ConfigError =>
  new ConfigError(`cannot use the keyring: ${error.message}`, {
    hint: `${keyringHint(error)}, and try again. Nothing was changed.`,
    cause: error,
  });

/**
 * Whether the edit needs the keyring, which failed. Like the Atlas CLI, secrets go into the file if there is no keyring or
 * it stays locked. After a failure that may pass, an older entry would hide them.
 */
function isNeeded(
  { problem }: KeyringError,
  profileNames: readonly string[],
  failsIf: SecretAccess['failsIf'],
): boolean {
  if (problem === 'missing') return failsIf === 'missing';
  return failsIf !== undefined || (problem !== 'locked' && profileNames.length > 0);
}

/**
 * Opens and unlocks the keyring.
 * @param profileNames those of the file
 * @returns undefined if secrets are to go into the file instead
 * @throws {ConfigError} if the keyring failed and the edit needs it
 * @throws {InterruptedError} if a signal arrives
 */
export async function unlockKeyring(
  system: System,
  profileNames: readonly string[],
  access: SecretAccess,
): Promise<UnlockedKeyring | undefined> {
  let keyring: Keyring | undefined;
  const open = async () => {
    const opened = await openKeyring(system);
    keyring = opened;
    for (const profile of access.secretsOf(profileNames)) await readEntries(opened, profile);
    return opened;
  };
  try {
    const opened = await withInterruption(system, ({ race }) => race(open()));
    return {
      async edit(current) {
        try {
          return await SecretEditor.open(current, opened, access);
        } catch (error) {
          throw error instanceof KeyringError ? cannotUse(error) : error;
        }
      },
      close: () => opened.close(),
    };
  } catch (error) {
    keyring?.close();
    if (!(error instanceof KeyringError)) throw error;
    if (isNeeded(error, profileNames, access.failsIf)) throw cannotUse(error);
    return undefined;
  }
}
