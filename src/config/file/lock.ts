/**
 * Lets only one process at a time change a file. The lock is a file next to it. It contains a random token of its owner, who
 * updates its modification time regularly.
 *
 * Libraries such as proper-lockfile let two processes remove the same abandoned lock, so that the second one removes the new
 * lock of the first one. When 30 processes started with an abandoned lock, up to 8 of them lost their edit.
 */
import { cleanUp } from '../../base/cleanUp.ts';
import { CliError, codeOf } from '../../base/errors.ts';
import { retryWhileInUse } from '../../system/filesInUse.ts';
import type { System } from '../../system/system.ts';
import { EncodingError } from '../../system/utf8.ts';
import { printNotice } from '../../terminal/print.ts';

/** How often the owner updates the modification time of the lock. */
const HEARTBEAT_MS = 2_000;

/** A lock that has not been updated for this long is abandoned. The waiting process measures the time itself. */
const ABANDONED_AFTER_MS = 10_000;

/** A lock whose file time is older is abandoned too, for example after a power failure. Clocks can differ by less than this. */
const STALE_AFTER_MS = 60_000;

/** When to tell the user about the wait. */
const NOTICE_AFTER_MS = 1_000;

/** When to give up. Longer than the minute that the owner may wait for Atlas. */
const MAX_WAIT_MS = 120_000;

export interface Lock {
  /** @throws {CliError} if another process has taken the lock, because this one was suspended for too long */
  checkHeld(): void;
  /** Removes the file before it returns or, if the file is in use, before the promise resolves. Never rejects. */
  release(): Promise<void>;
}

interface LockState {
  readonly token: string;
  readonly modifiedMs: number;
}

const readLock = ({ files }: System, path: string): LockState | undefined => {
  try {
    const { text, modifiedMs } = files.read(path);
    return { token: text, modifiedMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    // A power failure can leave NULs in place of the token. Such a lock has no owner.
    if (error instanceof EncodingError) return { token: '', modifiedMs: 0 };
    throw error;
  }
};

/** Creates the file. @returns false if it already exists */
function createLock({ files }: System, path: string, token: string): boolean {
  try {
    files.createPrivate(path, token, 'volatile');
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes an abandoned lock. Only the process that holds the guard may do that, and only after reading the lock again:
 * another process may have replaced it in the meantime.
 */
async function removeAbandoned(system: System, path: string, lastState: LockState): Promise<void> {
  const guard = `${path}.removal`;
  if (!(await retryWhileInUse(system, () => createLock(system, guard, '')))) {
    const other = await retryWhileInUse(system, () => readLock(system, guard));
    if (other && system.now() - other.modifiedMs > STALE_AFTER_MS)
      throw new CliError(`an interrupted run has left the file ${guard}`, {
        hint: `If no other atlas is running, remove it and ${path}.`,
      });
    return;
  }
  try {
    await retryWhileInUse(system, () => {
      const current = readLock(system, path);
      if (current?.token === lastState.token && current.modifiedMs === lastState.modifiedMs)
        system.files.remove(path);
    });
  } finally {
    await cleanUp(() => retryWhileInUse(system, () => system.files.remove(guard)));
  }
}

/**
 * Waits for the lock and takes it.
 * @param path the path of the lock file; its folder is created if necessary
 * @param purpose what the lock is for, in messages: `changing the configuration`
 * @param signal cancels the wait
 * @throws {CliError} if others hold the lock for two minutes; a system error if its folder is not writable
 */
export async function takeLock(
  system: System,
  path: string,
  purpose: string,
  signal: AbortSignal,
): Promise<Lock> {
  const token = system.randomHex(16);
  let lastState: LockState | undefined;
  let unchangedMs = 0;
  const tryCreate = () => retryWhileInUse(system, () => createLock(system, path, token), signal);
  for (let waitedMs = 0; !(await tryCreate()); ) {
    const current = await retryWhileInUse(system, () => readLock(system, path), signal);
    const isUnchanged =
      current !== undefined &&
      current.token === lastState?.token &&
      current.modifiedMs === lastState.modifiedMs;
    unchangedMs = isUnchanged ? unchangedMs : 0;
    lastState = current;
    if (current && (unchangedMs >= ABANDONED_AFTER_MS || system.now() - current.modifiedMs > STALE_AFTER_MS))
      await removeAbandoned(system, path, current);
    if (waitedMs >= MAX_WAIT_MS)
      throw new CliError(`another atlas has been ${purpose} for ${MAX_WAIT_MS / 1000} s`, {
        hint: `If no other atlas is running, remove ${path}`,
      });
    // The pauses are random, so that waiting processes do not all retry at the same time.
    const pauseMs = 5 + (Number.parseInt(system.randomHex(1), 16) % 45);
    await system.sleep(pauseMs);
    if (waitedMs < NOTICE_AFTER_MS && waitedMs + pauseMs >= NOTICE_AFTER_MS)
      await printNotice(system, `Waiting for another atlas, which is ${purpose}.`);
    // Checked last, so that a cancelled wait does not take the lock.
    signal.throwIfAborted();
    waitedMs += pauseMs;
    unchangedMs += pauseMs;
  }
  const isOurs = () => readLock(system, path)?.token === token;
  const heartbeat = setInterval(() => {
    try {
      if (isOurs()) system.files.touch(path);
    } catch {
      // checkHeld reports a lost lock before the file is written.
    }
  }, HEARTBEAT_MS);
  return {
    checkHeld() {
      if (!isOurs())
        throw new CliError(
          'this run was suspended for so long that another run took its lock; nothing was changed',
          {
            hint: 'Run it again.',
          },
        );
    },
    async release() {
      clearInterval(heartbeat);
      const remove = () => {
        if (isOurs()) system.files.remove(path);
      };
      // If this fails, the lock soon counts as abandoned.
      await cleanUp(() => retryWhileInUse(system, remove));
    },
  };
}
