/** What an edit of the configuration can do. */
import type { Value } from './tomlText.ts';

/** The operations on config.toml. They ignore the case of profile and property names, and write new names in lower case. */
export interface ConfigEditor {
  /** In lower case, in the order of the file. */
  profileNames(): string[];
  hasProfile(name: string): boolean;
  /** The value of a property in the file; undefined if it is not set. */
  get(profile: string, property: string): unknown;
  /** Creates the profile if it does not exist. */
  set(profile: string, property: string, value: string): void;
  remove(profile: string, property: string): void;
  /** Sets a global property, which is outside all profiles. */
  setGlobal(property: string, value: Value): void;
  deleteProfile(name: string): void;
  /** @throws {ConfigError} if a profile with the new name exists */
  renameProfile(from: string, to: string): void;
}

/** Which secrets an edit reads or writes. */
export interface SecretAccess {
  /** The profiles with the secrets, by the names of all profiles in the file. */
  secretsOf(profileNames: readonly string[]): readonly string[];
  /**
   * When to fail instead of writing new secrets into the file: if there is a keyring that stays `locked`, or also if it is
   * `missing`.
   */
  readonly failsIf?: 'locked' | 'missing';
  /**
   * Whether it refreshes a session. If that fails, what was written stays, because the old refresh token may not be valid any
   * longer. Other changes are taken back.
   */
  readonly isRefresh?: true;
}
