/** Files that Windows does not let go of while any program has them open: a virus scanner, or another run of this one. */
import { codeOf } from '../base/errors.ts';
import type { System } from './system.ts';

/** What Windows answers to whoever replaces, removes or creates such a file; elsewhere these mean what they say. */
const FILE_IN_USE_CODES: ReadonlySet<string | undefined> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** For how long a file may be in use. What is still refused then is not permitted at all. */
const MAX_WAIT_MS = 3000;

const MAX_PAUSE_MS = 100;

/**
 * Does the work; on Windows again and again, for three seconds, while a file that it needs is in use.
 * @param work started before this function returns; may be repeated as a whole
 * @param signal ends the waiting
 * @throws what the work throws
 */
export async function retryWhileInUse<T>(
  { platform, sleep }: Pick<System, 'platform' | 'sleep'>,
  work: () => T | Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let waitedMs = 0; ; ) {
    try {
      const result = work();
      // What is synchronous stays so: between a check and a change, nothing else may run.
      return result instanceof Promise ? await result : result;
    } catch (error) {
      if (platform !== 'win32' || !FILE_IN_USE_CODES.has(codeOf(error)) || waitedMs >= MAX_WAIT_MS)
        throw error;
    }
    const pauseMs = Math.min(5 + waitedMs / 4, MAX_PAUSE_MS);
    await sleep(pauseMs);
    signal?.throwIfAborted();
    waitedMs += pauseMs;
  }
}
