/** Writes config.toml atomically, one process at a time, so that a power failure leaves the old file or the new one. */
import { dirname } from 'node:path';
import { cleanUp } from '../../base/cleanUp.ts';
import { ConfigError, codeOf } from '../../base/errors.ts';
import { retryWhileInUse } from '../../system/filesInUse.ts';
import type { System } from '../../system/system.ts';
import { listenForInterruption } from '../../terminal/interruption.ts';
import { configFileIn, configFolder } from '../location.ts';
import { fileError } from './fileError.ts';
import { type Lock, takeLock } from './lock.ts';

/** The path of config.toml, which need not exist. @throws {ConfigError} if the environment defines no folder */
export function configPath(system: System): string {
  const folder = configFolder(system);
  if (folder !== undefined) return configFileIn(folder);
  throw new ConfigError('cannot locate config.toml: the environment defines no configuration folder', {
    hint: 'Set HOME (AppData on Windows), or XDG_CONFIG_HOME, to an absolute path.',
  });
}

async function readIfExists(system: System, path: string): Promise<string | undefined> {
  try {
    return (await retryWhileInUse(system, () => system.files.read(path))).text;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The text of config.toml; undefined if the file does not exist.
 * @throws {ConfigError} if it cannot be read
 */
export async function readConfigText(system: System): Promise<string | undefined> {
  const path = configPath(system);
  try {
    return await readIfExists(system, path);
  } catch (error) {
    throw fileError(system, 'read', path, error);
  }
}

/** Renames the configuration file. @throws {ConfigError} if that fails */
export async function moveConfigAside(system: System, to: string): Promise<void> {
  const path = configPath(system);
  try {
    await retryWhileInUse(system, () => system.files.rename(path, to));
  } catch (error) {
    throw fileError(system, 'write', path, error);
  }
}

interface Replacement {
  readonly isNew: boolean;
  readonly lock: Lock;
  /** Cancels the wait for a file that is in use. */
  readonly signal: AbortSignal;
}

/**
 * Replaces the file with a new one. The libraries for this (write-file-atomic, atomically) accept incomplete writes, replace
 * dangling symbolic links, and do not sync the folder.
 */
async function replaceFile(system: System, path: string, text: string, { isNew, lock, signal }: Replacement) {
  const { files } = system;
  // The name is always the same, so that the file of a killed run, which can contain keys, is removed.
  const temporary = `${path}.new`;
  const writeTemporary = () => {
    files.remove(temporary);
    files.createPrivate(temporary, text);
    if (!isNew) files.copyOwner(path, temporary);
  };
  const replace = () => {
    lock.checkHeld();
    files.rename(temporary, path);
  };
  try {
    await retryWhileInUse(system, writeTemporary, signal);
    await retryWhileInUse(system, replace, signal);
  } catch (error) {
    await cleanUp(() => retryWhileInUse(system, () => files.remove(temporary)));
    throw error;
  }
  files.syncFolder(dirname(path));
}

/** An edit that also writes elsewhere. Signals do not interrupt its steps, all of which run while the file is locked. */
export interface ConfigUpdate {
  /** Writes elsewhere, before the file. @returns the new text of the file */
  write(): Promise<string>;
  /** Completes the edit after the file was written. */
  complete(): Promise<void>;
  /** Takes back what was written elsewhere, because the file could not be written. */
  undo(): Promise<void>;
}

const textUpdate = (text: string): ConfigUpdate => ({
  write: async () => text,
  complete: async () => {},
  undo: async () => {},
});

/**
 * Reads, edits and writes config.toml while holding its lock. Follows a symbolic link. A missing file counts as empty; the
 * file is created with mode 0600, its folder with 0700.
 * @param edit returns the new text, or how to write it; it may take up to a minute, and signals interrupt it
 * @throws {ConfigError} if the file cannot be read or written, and any error of `edit`; then the file stays unchanged
 */
export async function updateConfigText(
  system: System,
  edit: (text: string, path: string) => string | Promise<string | ConfigUpdate>,
): Promise<void> {
  const path = configPath(system);
  const { files } = system;
  let lock: Lock | undefined;
  const interruption = listenForInterruption(system, () => void lock?.release());
  const { race, signal } = interruption;
  try {
    const target = files.realPath(path);
    // If config.toml is a link to /dev/null, root would replace the device.
    files.checkRegular(target);
    lock = await race(takeLock(system, `${target}.lock`, 'changing the configuration', signal));
    const before = await race(readIfExists(system, target));
    const edited = await race(Promise.resolve(edit(before ?? '', path)));
    const update = typeof edited === 'string' ? textUpdate(edited) : edited;
    lock.checkHeld();
    const after = await update.write();
    try {
      if (after !== (before ?? ''))
        await replaceFile(system, target, after, { isNew: before === undefined, lock, signal });
    } catch (error) {
      await update.undo();
      throw error;
    }
    await update.complete();
  } catch (error) {
    throw fileError(system, 'write', path, error);
  } finally {
    await lock?.release();
    interruption.stop();
  }
}
