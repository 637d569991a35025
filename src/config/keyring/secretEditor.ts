/** Edits config.toml and the keyring together: secrets go into the keyring, everything else into the file. */
import { ConfigError } from '../../base/errors.ts';
import { type Keyring, KeyringError, ValueTooLongError } from '../../keyring/keyring.ts';
import type { System } from '../../system/system.ts';
import { warn } from '../../terminal/warnings.ts';
import type { ConfigEditor, SecretAccess } from '../file/configEditor.ts';
import { authTypeOf, isKeyringProperty, KEYRING_PROPERTIES, KEYRING_VERSION } from '../file/configVersion.ts';
import { readEntries, removeEntry, type Secrets, writeEntry } from './profileKeyring.ts';

/** The new value of each edited secret; undefined to remove it. */
type PropertyEdits = Map<string, string | undefined>;

export class SecretEditor implements ConfigEditor {
  private readonly editsByProfile = new Map<string, PropertyEdits>();
  /** The entries that this edit has written. */
  private readonly written: { readonly profile: string; readonly property: string }[] = [];

  private constructor(
    private readonly file: ConfigEditor,
    private readonly keyring: Keyring,
    /** The entries of the keyring. An empty entry counts as missing, but is removed like any other. */
    private readonly saved: ReadonlyMap<string, Secrets>,
    private readonly isRefresh: boolean,
  ) {}

  /**
   * @param access the secrets that the edit reads or writes
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
    if (!isKeyringProperty(property)) return this.file.get(profile, property);
    return this.currentSecret(profile, property) ?? this.file.get(profile, property);
  }

  set(profile: string, property: string, value: string): void {
    if (isKeyringProperty(property)) this.recordEdit(profile, property, value);
    else this.file.set(profile, property, value);
  }

  remove(profile: string, property: string): void {
    if (isKeyringProperty(property)) this.recordEdit(profile, property, undefined);
    this.file.remove(profile, property);
  }

  setGlobal(property: string, value: string | boolean | number): void {
    this.file.setGlobal(property, value);
  }

  deleteProfile(name: string): void {
    for (const property of KEYRING_PROPERTIES) this.recordEdit(name, property, undefined);
    this.file.deleteProfile(name);
  }

  renameProfile(from: string, to: string): void {
    for (const property of KEYRING_PROPERTIES) {
      this.recordEdit(to, property, this.currentSecret(from, property));
      this.recordEdit(from, property, undefined);
    }
    this.file.renameProfile(from, to);
  }

  /**
   * Writes the new secrets into the keyring, before the file is replaced. A value that does not fit stays in the file.
   * @throws {ConfigError} if the keyring refuses a value and has an older one, which would hide the new one in the file
   */
  async writeSecrets(system: System): Promise<void> {
    try {
      // Reversed, so that a refresh token, which may be valid only once, is written before its access token.
      for (const [profile, edits] of this.editsByProfile)
        for (const [property, value] of [...edits].reverse())
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
      if (old === undefined) await removeEntry(this.keyring, profile, property);
      else await writeEntry(this.keyring, profile, property, old);
    } catch (error) {
      if (!(error instanceof KeyringError || error instanceof ValueTooLongError)) throw error;
      await warn(system, `the keyring has a new ${property} of profile "${profile}": ${error.message}`);
    }
  }

  /** Removes the entries that are no longer needed, after the file was replaced. Warns if that fails. */
  async removeObsolete(system: System): Promise<void> {
    for (const [profile, edits] of this.editsByProfile) {
      const obsolete = [...edits.keys()].filter(
        (property) => edits.get(property) === undefined && this.saved.get(profile)?.has(property),
      );
      try {
        // Ends with the first failure, because a keyring that does not reply takes three seconds each time.
        while (obsolete[0] !== undefined) {
          await removeEntry(this.keyring, profile, obsolete[0]);
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
      await writeEntry(this.keyring, profile, property, value);
    } catch (error) {
      if (!(error instanceof KeyringError || error instanceof ValueTooLongError)) throw error;
      const oldValueWouldWin =
        error instanceof KeyringError && Boolean(this.saved.get(profile)?.get(property));
      if (oldValueWouldWin)
        throw new ConfigError(`cannot change ${property} in the keyring: ${error.message}`);
      this.file.set(profile, property, value);
      this.recordEdit(profile, property, undefined);
      await warn(system, `${error.message}, so config.toml has it`);
      return;
    }
    this.written.push({ profile, property });
    this.file.remove(profile, property);
    this.file.setGlobal('version', KEYRING_VERSION);
    // The Atlas CLI uses auth_type to choose the secrets. Besides, a profile without any property would not be in the file.
    if (this.file.get(profile, 'auth_type') === undefined)
      this.file.set(profile, 'auth_type', authTypeOf(property));
  }

  private currentSecret(profile: string, property: string): string | undefined {
    const [name, key] = [profile.toLowerCase(), property.toLowerCase()];
    const edits = this.editsByProfile.get(name);
    return (edits?.has(key) ? edits.get(key) : this.saved.get(name)?.get(key)) || undefined;
  }

  private recordEdit(profile: string, property: string, value: string | undefined): void {
    const [name, key] = [profile.toLowerCase(), property.toLowerCase()];
    const edits: PropertyEdits = this.editsByProfile.get(name) ?? new Map();
    // Delete first, so that the map keeps the order of the latest edits.
    edits.delete(key);
    edits.set(key, value);
    this.editsByProfile.set(name, edits);
  }
}
