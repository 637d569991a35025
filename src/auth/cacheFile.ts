/** Private JSON files in the cache folder, shared by all runs. They only save time, so errors are ignored. */
import { cacheFolder, joinPath } from '../config/location.ts';
import type { System } from '../system/system.ts';

/** Runs the work and returns its result; undefined if it throws. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/**
 * The path of the file for these values. The file name is a hash, so it does not reveal them.
 * @returns undefined if the environment does not define a cache folder
 */
export function cachePath(system: System, key: readonly string[]): string | undefined {
  const folder = attempt(() => cacheFolder(system));
  if (folder === undefined) return undefined;
  const name = system.hash('sha256', JSON.stringify(key)).slice(0, 32);
  return joinPath(folder, `${name}.json`);
}

type CachedObject = Readonly<Record<string, unknown>>;

function objectIn(text: string): CachedObject | undefined {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

/**
 * Reads the object in the file.
 * @returns undefined if the file does not exist, is damaged, or is accessible to other users
 */
export function readCacheFile(system: System, path: string): CachedObject | undefined {
  return attempt(() => {
    const { text, mode } = system.files.read(path);
    return system.platform === 'win32' || (mode & 0o077) === 0 ? objectIn(text) : undefined;
  });
}

/** Like readCacheFile, but reads the file of any user: the caller must check that this program has written it. */
export async function readUnverified(system: System, path: string): Promise<CachedObject | undefined> {
  try {
    return objectIn(await system.files.readText(path));
  } catch {
    return undefined;
  }
}

/** Replaces the file atomically, so that no run reads an incomplete one. @returns whether it succeeded */
export function writeCacheFile(system: System, path: string, value: object): boolean {
  const temporary = `${path}.${system.randomHex(8)}.tmp`;
  try {
    system.files.createPrivate(temporary, JSON.stringify(value), 'volatile');
    system.files.rename(temporary, path);
    return true;
  } catch {
    attempt(() => system.files.remove(temporary));
    return false;
  }
}

export const removeCacheFile = (system: System, path: string): void =>
  void attempt(() => system.files.remove(path));
