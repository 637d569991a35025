/** Private JSON files of the cache folder, shared by all runs. They only save time, so no failure here is an error. */
import { cacheFolder, joinPath } from '../config/location.ts';
import type { System } from '../system/system.ts';

/** Runs the work; undefined when it throws. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/**
 * The path of the file that belongs to these values; its name is a hash, so it reveals none of them.
 * @returns undefined when the environment names no cache folder
 */
export function cachePath(system: System, key: readonly string[]): string | undefined {
  const folder = attempt(() => cacheFolder(system));
  if (folder === undefined) return undefined;
  const name = system.hash('sha256', JSON.stringify(key)).slice(0, 32);
  return joinPath(folder, `${name}.json`);
}

/**
 * The object in the file.
 * @returns undefined when there is no such file, it is damaged, or other users could have written it
 */
export function readCacheFile(system: System, path: string): Readonly<Record<string, unknown>> | undefined {
  return attempt(() => {
    const { text, mode } = system.files.read(path);
    const isPrivate = system.platform === 'win32' || (mode & 0o077) === 0;
    const value: unknown = isPrivate ? JSON.parse(text) : undefined;
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  });
}

/** Replaces the file in one step, so that no run ever reads half of it. It need not survive a power cut. */
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
