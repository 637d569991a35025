/** Reads config.toml: TOML, a table a profile. */
import { ConfigError, codeOf, messageOf } from '../errors.ts';
import type { System } from '../system/system.ts';
import { warn } from '../warnings.ts';
import { configFileIn, configFolder } from './location.ts';

type Table = Readonly<Record<string, unknown>>;

export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  /** The profiles by name, in lower case as the reference (viper) keeps them; properties likewise. */
  readonly profiles: ReadonlyMap<string, Table>;
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const lowerCaseKeys = (table: Table): Table =>
  Object.fromEntries(Object.entries(table).map(([name, value]) => [name.toLowerCase(), value]));

async function parse(path: string, text: string): Promise<Table> {
  const { default: parseToml } = await import('@iarna/toml/parse-string.js');
  try {
    return parseToml(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const { line } = error as { line?: number };
    // The message's further lines quote the file, secrets and all: only its first sentence is shown.
    const problem = messageOf(error).split(/ at row \d|\n/)[0];
    throw new ConfigError(`cannot read ${path}, line ${(line ?? 0) + 1}: ${problem}`, {
      hint: 'Correct that line, or move the file away and set the MONGODB_ATLAS_… variables instead.',
    });
  }
}

function readText(system: System, path: string): { text: string; mode: number } | undefined {
  try {
    return system.files.read(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const reason =
      code === 'EACCES' ? 'permission denied' : code === 'EISDIR' ? 'it is a folder' : messageOf(error);
    throw new ConfigError(`cannot read ${path}: ${reason}`);
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
  const file = readText(system, path);
  if (!file) return undefined;
  if (system.platform !== 'win32' && file.mode & 0o077)
    await warn(system, `others can read ${path}, which may hold keys; close it with: chmod 600 '${path}'`);
  const tables = Object.entries(await parse(path, file.text)).filter((entry): entry is [string, Table] =>
    isTable(entry[1]),
  );
  const profiles = new Map(tables.map(([name, table]) => [name.toLowerCase(), lowerCaseKeys(table)]));
  return { path, text: file.text, profiles };
}
