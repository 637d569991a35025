/** Changes config.toml and the keyring together: secrets go into the keyring, everything else into the file. */
import { ConfigError } from '../base/errors.ts';
import { type Keyring, KeyringError, ValueTooLongError } from '../keyring/keyring.ts';
import type { System } from '../system/system.ts';
import { warn } from '../terminal/warnings.ts';
import { authTypeOf, isSecretProperty, KEYRING_VERSION, SECRET_PROPERTIES } from './configVersion.ts';
import type { ConfigEditor, SecretAccess } from './editor.ts';
import { readEntries, removeSecret, type Secrets, writeSecret } from './profileKeyring.ts';

/** The new value of each changed secret; undefined to remove it. */
type Changes = Map<string, string | undefined>;

export class SecretEditor implements ConfigEditor {
  private readonly changes = new Map<string, Changes>();
  /** The entries that this change has written. */
  private readonly written: { readonly profile: string; readonly property: string }[] = [];

  private constructor(
    private readonly file: ConfigEditor,
    private readonly keyring: Keyring,
    /** The entries of the keyring. An empty entry counts as missing, but is removed like any other. */
    private readonly saved: ReadonlyMap<string, Secrets>,
    private readonly isRefresh: boolean,
  ) {}

  /**
   * @param access the secrets that the change reads or writes
   * @throws {KeyringError} if the keyring cannot be read
   */
  static async open(
    file: ConfigEditor,
    keyring: Keyring,
    { secretsOf, isRefresh }: SecretAccess,
  ): Promise<SecretEditor> {
    const saved = new Map<string, Secrets>();
    for (const profile of secretsOf(file.profileNames()))
      saved.set(profile.toLowerCase(), await readEntries(keyring, profile));
    return new SecretEditor(file, keyring, saved, isRefresh === true);
  }

  profileNames = (): string[] => this.file.profileNames();

  hasProfile = (name: string): boolean => this.file.hasProfile(name);

  get(profile: string, property: string): unknown {
    if (!isSecretProperty(property)) return this.file.get(profile, property);
    return this.secret(profile, property) ?? this.file.get(profile, property);
  }

  set(profile: string, property: string, value: string): void {
    if (isSecretProperty(property)) this.change(profile, property, value);
    else this.file.set(profile, property, value);
  }

  remove(profile: string, property: string): void {
    if (isSecretProperty(property)) this.change(profile, property, undefined);
    this.file.remove(profile, property);
  }

  setGlobal(property: string, value: string | boolean | number): void {
    this.file.setGlobal(property, value);
  }

  deleteProfile(name: string): void {
    for (const property of SECRET_PROPERTIES) this.change(name, property, undefined);
    this.file.deleteProfile(name);
  }

  renameProfile(from: string, to: string): void {
    for (const property of SECRET_PROPERTIES) {
      this.change(to, property, this.secret(from, property));
      this.change(from, property, undefined);
    }
    this.file.renameProfile(from, to);
  }

  /**
   * Writes the new secrets into the keyring, before the file is replaced. A value that does not fit stays in the file.
   * @throws {ConfigError} if the keyring refuses a value and has an older one, which would hide the new one in the file
   */
  async writeSecrets(system: System): Promise<void> {
    // In reverse, so that a refresh token, which may be valid only once, is written before its access token.
    try {
      for (const [profile, changes] of this.changes)
        for (const [property, value] of [...changes].reverse())
          if (value !== undefined) await this.writeSecret(system, profile, property, value);
    } catch (error) {
      // Credentials with one new and one old field would not work.
      await this.restoreSecrets(system);
      throw error;
    }
  }

  /** Puts the old values of the written secrets back, except those of a refreshed session. Warns if that fails. */
  async restoreSecrets(system: System): Promise<void> {
    if (this.isRefresh) return;
    for (const { profile, property } of this.written.splice(0))
      await this.restoreSecret(system, profile, property);
  }

  private async restoreSecret(system: System, profile: string, property: string): Promise<void> {
    const old = this.saved.get(profile)?.get(property);
    try {
      if (old === undefined) await removeSecret(this.keyring, profile, property);
      else await writeSecret(this.keyring, profile, property, old);
    } catch (error) {
      if (!(error instanceof KeyringError || error instanceof ValueTooLongError)) throw error;
      await warn(system, `the keyring has a new ${property} of profile "${profile}": ${error.message}`);
    }
  }

  /** Removes the entries that are no longer needed, after the file was replaced. Warns if that fails. */
  async removeObsolete(system: System): Promise<void> {
    for (const [profile, changes] of this.changes) {
      const obsolete = [...changes.keys()].filter(
        (property) => changes.get(property) === undefined && this.saved.get(profile)?.has(property),
      );
      try {
        // Ends with the first failure, because a keyring that does not answer takes three seconds each time.
        for (let property = obsolete[0]; property !== undefined; property = obsolete[0]) {
          await removeSecret(this.keyring, profile, property);
          obsolete.shift();
        }
      } catch (error) {
        if (!(error instanceof KeyringError)) throw error;
        await warn(
          system,
          `the keyring still has ${obsolete.join(', ')} of profile "${profile}": ${error.message}`,
        );
      }
    }
  }

  private async writeSecret(system: System, profile: string, property: string, value: string): Promise<void> {
    try {
      await writeSecret(this.keyring, profile, property, value);
    } catch (error) {
      if (!(error instanceof KeyringError || error instanceof ValueTooLongError)) throw error;
      const isHidden = error instanceof KeyringError && this.saved.get(profile)?.get(property);
      if (isHidden) throw new ConfigError(`cannot change ${property} in the keyring: ${error.message}`);
      this.file.set(profile, property, value);
      this.change(profile, property, undefined);
      await warn(system, `${error.message}, so config.toml has it`);
      return;
    }
    this.written.push({ profile, property });
    this.file.remove(profile, property);
    this.file.setGlobal('version', KEYRING_VERSION);
    // The Atlas CLI reads from auth_type which secrets to use, and a profile needs a property to be in the file.
    if (this.file.get(profile, 'auth_type') === undefined)
      this.file.set(profile, 'auth_type', authTypeOf(property));
  }

  private secret(profile: string, property: string): string | undefined {
    const [name, key] = [profile.toLowerCase(), property.toLowerCase()];
    const changes = this.changes.get(name);
    return (changes?.has(key) ? changes.get(key) : this.saved.get(name)?.get(key)) || undefined;
  }

  private change(profile: string, property: string, value: string | undefined): void {
    const [name, key] = [profile.toLowerCase(), property.toLowerCase()];
    const changes: Changes = this.changes.get(name) ?? new Map();
    // Put last, so that the order is that of the changes.
    changes.delete(key);
    changes.set(key, value);
    this.changes.set(name, changes);
  }
}
