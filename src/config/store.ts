/** Writes config.toml: one process at a time, and so that a power cut leaves the old file or the new one. */
import { dirname } from 'node:path';
import { cleanUp } from '../base/cleanUp.ts';
import { ConfigError, codeOf } from '../base/errors.ts';
import { retryWhileInUse } from '../system/filesInUse.ts';
import type { System } from '../system/system.ts';
import { listenForInterruption } from '../terminal/interruption.ts';
import { fileError } from './fileError.ts';
import { configFileIn, configFolder } from './location.ts';
import { type Lock, takeLock } from './lock.ts';

/** The path of config.toml, whether it is there or not. @throws {ConfigError} when the environment names no folder */
export function configPath(system: System): string {
  const folder = configFolder(system);
  if (folder !== undefined) return configFileIn(folder);
  throw new ConfigError('there is no place for config.toml: the environment names no configuration folder', {
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
 * The text of config.toml; undefined when there is none.
 * @throws {ConfigError} when it cannot be read
 */
export async function readConfigText(system: System): Promise<string | undefined> {
  const path = configPath(system);
  try {
    return await readIfExists(system, path);
  } catch (error) {
    throw fileError(system, 'read', path, error);
  }
}

/** Gives a file that cannot be used another name. @throws {ConfigError} when that cannot be done */
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
  /** Ends the waiting for a file that is in use. */
  readonly signal: AbortSignal;
}

/**
 * In a new file that then takes the old one's place. Libraries exist (write-file-atomic, atomically); they take a
 * short write for a whole one, replace a symbolic link that leads nowhere, and do not sync the folder.
 */
async function replaceFile(system: System, path: string, text: string, { isNew, lock, signal }: Replacement) {
  const { files } = system;
  // Always the same name: what a killed run left there, keys and all, does not stay.
  const temporary = `${path}.new`;
  const prepare = () => {
    files.remove(temporary);
    files.createPrivate(temporary, text);
    if (!isNew) files.copyOwner(path, temporary);
  };
  const install = () => {
    lock.checkHeld();
    files.rename(temporary, path);
  };
  try {
    await retryWhileInUse(system, prepare, signal);
    await retryWhileInUse(system, install, signal);
  } catch (error) {
    await cleanUp(() => retryWhileInUse(system, () => files.remove(temporary)));
    throw error;
  }
  files.syncFolder(dirname(path));
}

/**
 * Reads config.toml, lets it be changed and writes it, while no other process does.
 * A symbolic link is followed. A missing file is '', its folder is made (0700), its mode is 0600.
 * @param change makes the new text of the old one; it may take its time (a minute at most), a signal cuts it short
 * @throws {ConfigError} when it cannot be read or written, and whatever `change` throws; then nothing has changed
 */
export async function updateConfigText(
  system: System,
  change: (text: string, path: string) => string | Promise<string>,
): Promise<void> {
  const path = configPath(system);
  const { files } = system;
  let lock: Lock | undefined;
  const interruption = listenForInterruption(system, () => void lock?.release());
  const { race, signal } = interruption;
  try {
    const target = files.realPath(path);
    // A link to /dev/null, say: root would replace the device itself.
    files.checkRegular(target);
    lock = await race(takeLock(system, `${target}.lock`, 'changing the configuration', signal));
    const before = await race(readIfExists(system, target));
    const after = await race(Promise.resolve(change(before ?? '', path)));
    if (after !== (before ?? ''))
      await replaceFile(system, target, after, { isNew: before === undefined, lock, signal });
  } catch (error) {
    throw fileError(system, 'write', path, error);
  } finally {
    await lock?.release();
    interruption.stop();
  }
}
