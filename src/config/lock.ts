/**
 * One process at a time changes a file. The lock is a file beside it, which holds a token of its owner's and is touched
 * as long as its owner lives.
 *
 * The libraries for this (proper-lockfile and its kin) let two processes remove the same abandoned lock, the second
 * one the new lock of the first: of 30 processes that started on an abandoned lock, up to 8 lost their change.
 */
import { cleanUp } from '../base/cleanUp.ts';
import { CliError, codeOf } from '../base/errors.ts';
import { retryWhileInUse } from '../system/filesInUse.ts';
import type { System } from '../system/system.ts';
import { EncodingError } from '../system/utf8.ts';
import { printNotice } from '../terminal/print.ts';

/** Milliseconds between two touches. */
const HEARTBEAT_MS = 2_000;

/** Milliseconds without a touch, by the waiting process's own count, after which a lock counts as abandoned. */
const ABANDONED_AFTER_MS = 10_000;

/** The same by the file's time: a lock from before a power cut need not be watched. Clocks may differ by that much. */
const STALE_AFTER_MS = 60_000;

/** Milliseconds after which a person is told what takes so long. */
const NOTICE_AFTER_MS = 1_000;

/** Milliseconds after which a process gives up: above the minute that an owner may wait for Atlas. */
const MAX_WAIT_MS = 120_000;

export interface Lock {
  /** @throws {CliError} when the lock was taken away, because this process did nothing for too long (suspended, say) */
  checkHeld(): void;
  /** The file is gone when this returns, unless it is in use: then when the promise resolves. Never rejects. */
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
    // A power cut may leave NULs where the token was to be. Nobody owns such a lock, however young it is.
    if (error instanceof EncodingError) return { token: '', modifiedMs: 0 };
    throw error;
  }
};

/** Makes the file, unless there is one. */
function create({ files }: System, path: string, token: string): boolean {
  try {
    files.createPrivate(path, token, 'volatile');
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes an abandoned lock. Only one process at a time may do that, and only after it has looked once more: between
 * a look and the removal, another one may have removed the lock and made its own.
 */
async function removeAbandoned(system: System, path: string, seen: LockState): Promise<void> {
  const guard = `${path}.removal`;
  if (!(await retryWhileInUse(system, () => create(system, guard, '')))) {
    const other = await retryWhileInUse(system, () => readLock(system, guard));
    if (other && system.now() - other.modifiedMs > STALE_AFTER_MS)
      throw new CliError(`an earlier run was cut short and left ${guard} behind`, {
        hint: `Remove it, and ${path} too, if no other atlas is running.`,
      });
    return;
  }
  try {
    await retryWhileInUse(system, () => {
      const now = readLock(system, path);
      if (now?.token === seen.token && now.modifiedMs === seen.modifiedMs) system.files.remove(path);
    });
  } finally {
    await cleanUp(() => retryWhileInUse(system, () => system.files.remove(guard)));
  }
}

/**
 * Waits for the lock and takes it.
 * @param path of the lock, in a folder that is made where missing
 * @param purpose what it is held for, for messages: `changing the configuration`
 * @param signal ends the waiting
 * @throws {CliError} when others keep it for two minutes; and the system error of a folder that cannot be written to
 */
export async function takeLock(
  system: System,
  path: string,
  purpose: string,
  signal: AbortSignal,
): Promise<Lock> {
  const token = system.randomHex(16);
  let seen: LockState | undefined;
  let unchangedMs = 0;
  const tryCreate = () => retryWhileInUse(system, () => create(system, path, token), signal);
  for (let waitedMs = 0; !(await tryCreate()); ) {
    const now = await retryWhileInUse(system, () => readLock(system, path), signal);
    const isSame = now !== undefined && now.token === seen?.token && now.modifiedMs === seen.modifiedMs;
    unchangedMs = isSame ? unchangedMs : 0;
    seen = now;
    if (now && (unchangedMs >= ABANDONED_AFTER_MS || system.now() - now.modifiedMs > STALE_AFTER_MS))
      await removeAbandoned(system, path, now);
    if (waitedMs >= MAX_WAIT_MS)
      throw new CliError(`another atlas has been ${purpose} for ${MAX_WAIT_MS / 1000} s`, {
        hint: `If none is running, remove ${path}`,
      });
    // Different pauses, so that those who wait do not all come at the same time.
    const pauseMs = 5 + (Number.parseInt(system.randomHex(1), 16) % 45);
    await system.sleep(pauseMs);
    if (waitedMs < NOTICE_AFTER_MS && waitedMs + pauseMs >= NOTICE_AFTER_MS)
      await printNotice(system, `Waiting for another atlas, which is ${purpose}.`);
    // Last, so that nobody takes a lock whom nobody waits for any more.
    signal.throwIfAborted();
    waitedMs += pauseMs;
    unchangedMs += pauseMs;
  }
  const isOurs = () => readLock(system, path)?.token === token;
  const heartbeat = setInterval(() => {
    try {
      if (isOurs()) system.files.touch(path);
    } catch {
      // The check before the change is written will tell.
    }
  }, HEARTBEAT_MS);
  return {
    checkHeld() {
      if (!isOurs())
        throw new CliError(
          'this run was suspended for so long that another one took its turn; nothing was changed',
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
      // A lock that stays is soon taken for abandoned.
      await cleanUp(() => retryWhileInUse(system, remove));
    },
  };
}
