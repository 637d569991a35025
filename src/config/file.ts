/** Reads config.toml, which contains a TOML table for each profile. */
import { ConfigError, codeOf, messageOf } from '../base/errors.ts';
import { quoteForShell } from '../base/words.ts';
import { retryWhileInUse } from '../system/filesInUse.ts';
import type { System } from '../system/system.ts';
import { withoutByteOrderMark } from '../system/utf8.ts';
import { warn } from '../terminal/warnings.ts';
import { checkVersion } from './configVersion.ts';
import { fileError } from './fileError.ts';
import { configFileIn, configFolder } from './location.ts';
import { parsePlainToml } from './plainToml.ts';

export type Table = Readonly<Record<string, unknown>>;

export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  readonly root: Table;
  /** See checkVersion. */
  readonly version: number;
  /** See profilesOf. */
  readonly profiles: ReadonlyMap<string, Table>;
}

/** Whether a TOML value is a table. */
export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const lowerCaseKeys = (table: Table): Table =>
  Object.fromEntries(Object.entries(table).map(([name, value]) => [name.toLowerCase(), value]));

/** The parser does not support byte order marks, or comments in lines that end with CRLF. */
const parseable = (text: string): string => withoutByteOrderMark(text).replaceAll('\r\n', '\n');

/** Loads the parser. */
export async function loadParser(): Promise<(text: string) => Table> {
  const { default: parseToml } = await import('@iarna/toml/parse-string.js');
  return (text) => parseToml(parseable(text));
}

/** Describes a character, for which the parser's message contains a decimal code point. */
function describeCharacter(codePoint: number): string {
  if (codePoint > 0x10ffff) return 'the end of the file';
  const character = String.fromCodePoint(codePoint);
  return /[\p{L}\p{N}\p{P}\p{S} ]/u.test(character)
    ? `"${character}"`
    : `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The first line of the parser's message. The others quote the file, which contains secrets. */
function problemOf(error: unknown): string {
  const [problem = ''] = messageOf(error).split(/ at row \d|\n/);
  // String.fromCodePoint throws this for an escape such as \UFFFFFFFF. The message depends on the runtime.
  if (/code point/i.test(problem)) return 'Invalid unicode, there is no such character';
  return problem.replace(/"?\b(\d+)"?$/, (_, codePoint) => describeCharacter(Number(codePoint)));
}

/**
 * Parses config.toml. Names keep their case.
 * @throws {ConfigError} with the file and line if it is not valid TOML
 */
export async function parseConfig(path: string, text: string): Promise<Table> {
  const plain = parsePlainToml(parseable(text));
  if (plain) return plain;
  const parse = await loadParser();
  try {
    return parse(text);
  } catch (error) {
    const { line } = error as { line?: number };
    throw new ConfigError(`cannot read ${path}, line ${(line ?? 0) + 1}: ${problemOf(error)}`, {
      hint: 'Correct that line, or move the file away and set the MONGODB_ATLAS_… variables instead.',
    });
  }
}

/** The profiles by name. The names of profiles and properties are in lower case, as in the Atlas CLI (viper). */
export function profilesOf(root: Table): Map<string, Table> {
  const tables = Object.entries(root).filter((entry): entry is [string, Table] => isTable(entry[1]));
  return new Map(tables.map(([name, table]) => [name.toLowerCase(), lowerCaseKeys(table)]));
}

async function readText(system: System, path: string): Promise<string | undefined> {
  try {
    return await retryWhileInUse(system, () => system.files.readText(path));
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw fileError(system, 'read', path, error);
  }
}

/**
 * Reads the user's configuration file; undefined if there is none.
 * @throws {ConfigError} if it cannot be read, is not valid TOML, or has an unknown version
 */
export async function loadConfigFile(system: System): Promise<ConfigFile | undefined> {
  const folder = configFolder(system);
  if (folder === undefined) return undefined;
  const path = configFileIn(folder);
  const text = await readText(system, path);
  if (text === undefined) return undefined;
  const root = await parseConfig(path, text);
  return { path, text, root, version: checkVersion(root, path), profiles: profilesOf(root) };
}

/** Warns if other users can read the configuration file. @param path undefined if there is none */
async function warnOfReaders(system: System, path: string | undefined, isShared: boolean): Promise<void> {
  if (path !== undefined && isShared)
    await warn(
      system,
      `other users can read ${path}, which can contain keys; prevent that with: chmod 600 ${quoteForShell(path)}`,
    );
}

async function isShared({ platform, files }: System, path: string | undefined): Promise<boolean> {
  if (platform === 'win32' || path === undefined) return false;
  const mode = await files.mode(path).catch(() => 0);
  return (mode & 0o077) !== 0;
}

/** Like loadConfigFile, but also warns if other users can read the file. */
export async function readConfigFile(system: System): Promise<ConfigFile | undefined> {
  const file = await loadConfigFile(system);
  await warnOfReaders(system, file?.path, await isShared(system, file?.path));
  return file;
}

/**
 * Does the work of a run, and warns after it if other users can read the configuration file: in the executable, finding out
 * takes 0.3 ms, so it happens while the run waits for the network.
 * @param path undefined if there is no file
 */
export async function thenWarnOfReaders(
  system: System,
  path: string | undefined,
  work: () => Promise<void>,
): Promise<void> {
  const working = work();
  const shared = isShared(system, path);
  try {
    await working;
  } finally {
    await warnOfReaders(system, path, await shared);
  }
}
