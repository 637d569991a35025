/** Reads config.toml: TOML, a table a profile. */
import { ConfigError, codeOf, messageOf } from '../base/errors.ts';
import { whenNotInUse } from '../system/filesInUse.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import { warn } from '../terminal/warnings.ts';
import { configFileIn, configFolder } from './location.ts';

export type Table = Readonly<Record<string, unknown>>;

export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  /** See profilesOf. */
  readonly profiles: ReadonlyMap<string, Table>;
}

/** Whether a value of a TOML file is a table. */
export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const lowerCaseKeys = (table: Table): Table =>
  Object.fromEntries(Object.entries(table).map(([name, value]) => [name.toLowerCase(), value]));

/** Loads the parser. It takes no byte order mark, and no comment of a line that ends as on Windows. */
export async function loadParser(): Promise<(text: string) => Table> {
  const { default: parseToml } = await import('@iarna/toml/parse-string.js');
  return (text) => parseToml(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
}

/**
 * The tables and properties of config.toml, named as they stand there.
 * @throws {ConfigError} for what is not TOML, with file and line
 */
export async function parseConfig(path: string, text: string): Promise<Table> {
  const parse = await loadParser();
  try {
    return parse(text);
  } catch (error) {
    const { line } = error as { line?: number };
    // The message's further lines quote the file, secrets and all: only its first sentence is shown.
    const problem = messageOf(error).split(/ at row \d|\n/)[0];
    throw new ConfigError(`cannot read ${path}, line ${(line ?? 0) + 1}: ${problem}`, {
      hint: 'Correct that line, or move the file away and set the MONGODB_ATLAS_… variables instead.',
    });
  }
}

/** The profiles by name, in lower case as the reference (viper) keeps them; properties likewise. */
export function profilesOf(root: Table): Map<string, Table> {
  const tables = Object.entries(root).filter((entry): entry is [string, Table] => isTable(entry[1]));
  return new Map(tables.map(([name, table]) => [name.toLowerCase(), lowerCaseKeys(table)]));
}

async function readText(system: System, path: string): Promise<{ text: string; mode: number } | undefined> {
  try {
    return await whenNotInUse(system, () => system.files.read(path));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigError(`cannot read ${path}: ${reasonOf(error)}`);
  }
}

/**
 * The user's configuration file; undefined when there is none. Warns when others can read it.
 * @throws {ConfigError} when it cannot be read or is not TOML, with file and line
 */
export async function readConfigFile(system: System): Promise<ConfigFile | undefined> {
  const folder = configFolder(system);
  if (folder === undefined) return undefined;
  const path = configFileIn(folder);
  const file = await readText(system, path);
  if (!file) return undefined;
  if (system.platform !== 'win32' && file.mode & 0o077)
    await warn(system, `others can read ${path}, which may hold keys; close it with: chmod 600 '${path}'`);
  return { path, text: file.text, profiles: profilesOf(await parseConfig(path, file.text)) };
}
