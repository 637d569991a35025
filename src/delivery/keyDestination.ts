import type { KeyPair } from './keyPair.ts';

/** A place for one new key, instead of standard output. It is checked before the key is created. */
export interface KeyDestination {
  /** A file (or profile) contains the key afterwards; a command gets it. */
  readonly kind: 'file' | 'command';
  /** For messages: `file ci.env`, `profile "ci" of /home/ada/.config/atlascli/config.toml`, `command "vault …"`. */
  readonly name: string;
  /** A warning about who can read the key there, as a sentence. */
  readonly warning?: string | undefined;
  /**
   * Saves the key permanently before it resolves.
   * @param response the response to the create, as `-o json` prints it
   * @param signal aborted when the run is interrupted
   * @throws {CliError} if that fails
   */
  store(pair: KeyPair, response: unknown, signal: AbortSignal): Promise<void>;
  /** Removes what was created for the destination, unless it contains the key. Throws the system error if that fails. */
  discard(): void;
}

/** The properties of a new profile besides the key pair, so that the profile is complete. */
export type ProfileContent = Readonly<Record<string, string>>;
