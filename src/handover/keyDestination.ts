/** What a place for a new key can do. */
import type { KeyPair } from './keyPair.ts';

/** A place for one new key, found good before the key is created. */
export interface KeyDestination {
  /** For messages: `file ci.env`, `profile "ci" of /home/ada/.config/atlascli/config.toml`. */
  readonly name: string;
  /** What whoever stores a key there should know, as a sentence. */
  readonly warning?: string | undefined;
  /** Puts the pair there for good, before it resolves. @throws {CliError} when that does not work */
  store(pair: KeyPair): Promise<void>;
  /** Leaves no trace of a place where nothing was stored; what was stored stays. Throws the system error when it cannot. */
  discard(): void;
}

/** What goes into a profile beside the pair, so that it can be used as it is. */
export type ProfileContent = Readonly<Record<string, string>>;
