/** Changes config.toml, profile by profile. */
import { isDeepStrictEqual } from 'node:util';
import { ConfigError, messageOf } from '../base/errors.ts';
import type { System } from '../system/system.ts';
import { isTable, loadParser, parseConfig, profilesOf, type Table } from './file.ts';
import { GLOBALS } from './properties.ts';
import { updateConfigText } from './store.ts';
import * as toml from './tomlText.ts';

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
  setGlobal(property: string, value: string | boolean): void;
  deleteProfile(name: string): void;
  /** @throws {ConfigError} if a profile with the new name exists */
  renameProfile(from: string, to: string): void;
}

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

class Editor implements ConfigEditor {
  private constructor(
    private readonly path: string,
    private current: string,
    private root: Table,
    private readonly parse: (text: string) => Table,
  ) {}

  /** @throws {ConfigError} with the file and line if the text is not valid TOML */
  static async of(path: string, text: string): Promise<Editor> {
    return new Editor(path, text, await parseConfig(path, text), await loadParser());
  }

  get text(): string {
    return this.current;
  }

  profileNames = (): string[] => [...profilesOf(this.root).keys()];

  hasProfile = (name: string): boolean => profilesOf(this.root).has(name.toLowerCase());

  get = (profile: string, property: string): unknown =>
    profilesOf(this.root).get(profile.toLowerCase())?.[property.toLowerCase()];

  set(profile: string, property: string, value: string): void {
    const [table, name] = [profile.toLowerCase(), property.toLowerCase()];
    this.checkName(table);
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

  setGlobal(property: string, value: string | boolean): void {
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
  private edit(change: (text: string) => string, expected: (data: Root) => void): void {
    const data = normalize(this.root) as Root;
    expected(data);
    const byteOrderMark = this.current.startsWith('\uFEFF') ? '\uFEFF' : '';
    try {
      const text = byteOrderMark + change(this.current.slice(byteOrderMark.length));
      const root = this.parse(text);
      if (!isDeepStrictEqual(withoutEmpty(normalize(root) as Root), withoutEmpty(data)))
        throw new Error('the result would have other differences');
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

/** Removes empty tables: one that was written as `name.property = …` disappears with its last property. */
const withoutEmpty = (root: Root): Root =>
  Object.fromEntries(
    Object.entries(root).filter(([, value]) => !isTable(value) || Object.keys(value).length > 0),
  );

/**
 * Changes the configuration file. Keeps its comments, order, quotes and unknown properties.
 * @param change runs under the lock of the file, so no other process changes it; may take up to a minute
 * @throws {ConfigError} if the file is not valid TOML (with the line) or cannot be written; then it stays unchanged
 */
export async function changeConfigFile(
  system: System,
  change: (config: ConfigEditor) => void | Promise<void>,
): Promise<void> {
  await updateConfigText(system, async (text, path) => {
    const editor = await Editor.of(path, text);
    await change(editor);
    return editor.text;
  });
}
