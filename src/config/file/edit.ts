/** Edits config.toml. Text that is not edited stays as it is. */
import { isDeepStrictEqual } from 'node:util';
import { ConfigError, messageOf } from '../../base/errors.ts';
import type { System } from '../../system/system.ts';
import { isSilenced, warnOfInsecureStorage } from '../keyring/storageWarning.ts';
import type { UnlockedKeyring } from '../keyring/unlockedKeyring.ts';
import { GLOBALS } from '../properties.ts';
import type { ConfigEditor, SecretAccess } from './configEditor.ts';
import { checkVersion, isKeyringProperty, KEYRING_VERSION } from './configVersion.ts';
import { isTable, loadParser, parseConfig, profilesOf, type Table } from './read.ts';
import { configPath, readConfigText, updateConfigText } from './store.ts';
import * as toml from './tomlText.ts';

type Root = Record<string, unknown>;

/** Converts parsed TOML so that it can be compared: names in lower case, dates and large numbers as text. */
function normalize(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => normalize(item, depth + 1));
  if (isTable(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        depth < 2 ? name.toLowerCase() : name,
        normalize(inner, depth + 1),
      ]),
    );
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return String(value);
  return value;
}

class FileEditor implements ConfigEditor {
  private hasNewSecret = false;

  private constructor(
    private readonly path: string,
    private current: string,
    private root: Table,
    private readonly parse: (text: string) => Table,
  ) {}

  /** @throws {ConfigError} with the file and line if the text is not valid TOML, or if its version is unknown */
  static async parse(path: string, text: string): Promise<FileEditor> {
    const root = await parseConfig(path, text);
    checkVersion(root, path);
    return new FileEditor(path, text, root, await loadParser());
  }

  get text(): string {
    return this.current;
  }

  get isForKeyring(): boolean {
    return isForKeyring(this.current, this.root);
  }

  /** Whether to warn of secrets that were written into the file because there is no keyring. */
  mustWarn(env: System['env']): boolean {
    return this.hasNewSecret && this.root['version'] === KEYRING_VERSION && !isSilenced(this.root, env);
  }

  profileNames = (): string[] => [...profilesOf(this.root).keys()];

  hasProfile = (name: string): boolean => profilesOf(this.root).has(name.toLowerCase());

  get = (profile: string, property: string): unknown =>
    profilesOf(this.root).get(profile.toLowerCase())?.[property.toLowerCase()];

  set(profile: string, property: string, value: string): void {
    const [table, name] = [profile.toLowerCase(), property.toLowerCase()];
    this.checkName(table);
    this.hasNewSecret ||= isKeyringProperty(name);
    this.edit(
      (text) => toml.setInTable(text, table, name, value),
      (data) => {
        data[table] = { ...(data[table] as Root), [name]: value };
      },
    );
  }

  remove(profile: string, property: string): void {
    const [table, name] = [profile.toLowerCase(), property.toLowerCase()];
    if (this.get(table, name) === undefined) return;
    this.edit(
      (text) => toml.removeFromTable(text, table, name),
      (data) => {
        delete (data[table] as Root)[name];
      },
    );
  }

  setGlobal(property: string, value: toml.Value): void {
    const name = property.toLowerCase();
    if (this.hasProfile(name))
      throw new ConfigError(`cannot set ${name}: ${this.path} has a profile of that name`);
    this.edit(
      (text) => toml.setBeforeTables(text, name, value),
      (data) => {
        data[name] = value;
      },
    );
  }

  deleteProfile(name: string): void {
    const table = name.toLowerCase();
    if (!this.hasProfile(table)) return;
    this.edit(
      (text) => toml.removeTable(text, table),
      (data) => {
        delete data[table];
      },
    );
  }

  renameProfile(from: string, to: string): void {
    const [old, name] = [from.toLowerCase(), to.toLowerCase()];
    this.checkName(name);
    if (old === name) return;
    if (this.hasProfile(name)) throw new ConfigError(`a profile named '${name}' already exists`);
    this.edit(
      (text) => toml.renameTable(text, old, name),
      (data) => {
        data[name] = data[old];
        delete data[old];
      },
    );
  }

  private checkName(name: string): void {
    const isTaken = GLOBALS.has(name) || Object.keys(this.root).some((key) => key.toLowerCase() === name);
    if (isTaken && !this.hasProfile(name))
      throw new ConfigError(`a profile cannot be named '${name}': that is a property in ${this.path}`);
  }

  /**
   * Edits the text, parses the result, and compares it with the expected data. So a mistake in the code that edits the
   * text cannot damage the file.
   */
  private edit(editText: (text: string) => string, editData: (data: Root) => void): void {
    const data = normalize(this.root) as Root;
    editData(data);
    const byteOrderMark = this.current.startsWith('\uFEFF') ? '\uFEFF' : '';
    try {
      const text = byteOrderMark + editText(this.current.slice(byteOrderMark.length));
      const root = this.parse(text);
      if (!isDeepStrictEqual(withoutEmptyTables(normalize(root) as Root), withoutEmptyTables(data)))
        throw new Error('the result would differ in other places');
      this.current = text;
      this.root = root;
    } catch (error) {
      throw new ConfigError(`cannot change ${this.path} safely`, {
        hint: 'It uses an unusual notation. Edit it yourself with: atlas config edit',
        cause: messageOf(error),
      });
    }
  }
}

/**
 * Removes empty tables: a table written as `name.property = …` disappears with its last property, one written as `[name]` stays.
 */
const withoutEmptyTables = (root: Root): Root =>
  Object.fromEntries(
    Object.entries(root).filter(([, value]) => !isTable(value) || Object.keys(value).length > 0),
  );

/**
 * Edits the configuration file, and the keyring if the secrets of profiles are in one. Keeps the comments, order, quotes
 * and unknown properties of the file.
 * @param edit runs while the file is locked, so no other process edits it; must finish within a minute, because others wait
 * @param access required if the edit reads or writes secrets
 * @throws {ConfigError} if the file is not valid TOML (with the line) or cannot be written; then it stays unchanged
 */
export async function editConfigFile(
  system: System,
  edit: (config: ConfigEditor) => void | Promise<void>,
  access?: SecretAccess,
): Promise<void> {
  // The user unlocks the keyring before this run locks the file, because other runs wait for the file.
  const keyring = access && (await unlockKeyringFor(system, access));
  try {
    let mustWarn = false;
    await updateConfigText(system, async (text, path) => {
      const file = await FileEditor.parse(path, text);
      const secrets = file.isForKeyring ? await keyring?.edit(file) : undefined;
      await edit(secrets ?? file);
      mustWarn = !secrets && file.mustWarn(system.env);
      if (!secrets) return file.text;
      return {
        async write() {
          await secrets.writeSecrets(system);
          return file.text;
        },
        complete: () => secrets.removeObsolete(system),
        undo: () => secrets.restoreSecrets(system),
      };
    });
    if (mustWarn) await warnOfInsecureStorage(system);
  } finally {
    keyring?.close();
  }
}

/** Whether the secrets of the file belong in a keyring: it has version 2, or is new. */
const isForKeyring = (text: string, root: Table): boolean =>
  text === '' || root['version'] === KEYRING_VERSION;

/** Files of version 1 usually do not have the property. So they are parsed only once, under the lock. */
const MAY_HAVE_VERSION = /version|\\u/i;

/** Opens the keyring if the file's secrets belong there; undefined if not, or if there is none. */
async function unlockKeyringFor(system: System, access: SecretAccess): Promise<UnlockedKeyring | undefined> {
  const text = (await readConfigText(system)) ?? '';
  if (text !== '' && !MAY_HAVE_VERSION.test(text)) return undefined;
  const path = configPath(system);
  const root = await parseConfig(path, text);
  checkVersion(root, path);
  if (!isForKeyring(text, root)) return undefined;
  const { unlockKeyring } = await import('../keyring/unlockedKeyring.ts');
  return unlockKeyring(system, [...profilesOf(root).keys()], access);
}
