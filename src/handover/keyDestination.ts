import type { KeyPair } from './keyPair.ts';

/** A place for one new key, instead of standard output. It is checked before the key is created. */
export interface KeyDestination {
  /** For messages: `file ci.env`, `profile "ci" of /home/ada/.config/atlascli/config.toml`. */
  readonly name: string;
  /** A warning about who can read the key there, as a sentence. */
  readonly warning?: string | undefined;
  /** Saves the pair permanently before it resolves. @throws {CliError} if that fails */
  store(pair: KeyPair): Promise<void>;
  /** Removes what was created for the destination, unless it contains the key. Throws the system error if that fails. */
  discard(): void;
}

/** The properties of a new profile besides the key pair, so that the profile is complete. */
export type ProfileContent = Readonly<Record<string, string>>;
