/** The desktop's keyring: where the Atlas CLI, since version 1.47, keeps the secrets of a profile. */

/** How long a keyring may take to reply. */
export const REPLY_TIMEOUT_MS = 3_000;

/** How long the user may take to unlock it. */
export const PROMPT_TIMEOUT_MS = 45_000;

/** Names one entry: the service is `atlascli_<profile>`, the user a property of that profile. */
export interface EntryName {
  readonly service: string;
  readonly user: string;
}

export interface Keyring {
  /**
   * The values of those entries that exist, by user.
   * @throws {KeyringError} when the keyring cannot be read
   */
  read(service: string, users: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** @throws {ValueTooLongError} for a value that this system's keyring cannot hold; {KeyringError} when it cannot be written */
  write(name: EntryName, value: string): Promise<void>;
  /** Removes an entry; one that does not exist is no error. @throws {KeyringError} when it cannot be removed */
  remove(name: EntryName): Promise<void>;
  /** Releases the connection. */
  close(): void;
}

/** The options of opening a keyring. */
export interface KeyringOptions {
  /** Called before the desktop asks its user to unlock the keyring. */
  onPrompt(): void;
}

/**
 * `missing`: this machine has none. `locked`: it is locked, and was not unlocked. `silent`: it did not reply in time.
 * `failed`: it replied with an error.
 */
export type KeyringProblem = 'missing' | 'locked' | 'silent' | 'failed';

/** The keyring cannot be used. The message contains the reason, and no secrets. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';

  constructor(
    readonly problem: KeyringProblem,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The value is too long for the keyring of this system. */
export class ValueTooLongError extends Error {
  override readonly name = 'ValueTooLongError';
}
