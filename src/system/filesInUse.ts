/** Retries operations on files that another program has open, which Windows refuses: a virus scanner, or another run. */
import { codeOf } from '../base/errors.ts';
import type { System } from './system.ts';

/** The codes with which Windows refuses to replace, remove or create such a file. Elsewhere, they have other causes. */
const FILE_IN_USE_CODES: ReadonlySet<string | undefined> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** How long to retry. An operation that is still refused then is not permitted. */
const MAX_WAIT_MS = 3000;

const MAX_PAUSE_MS = 100;

/**
 * Runs the work. On Windows, repeats it for three seconds while a file is in use.
 * @param work starts before this function returns, and may run several times
 * @param signal cancels the retries
 * @throws the error of the work
 */
export async function retryWhileInUse<T>(
  { platform, sleep }: Pick<System, 'platform' | 'sleep'>,
  work: () => T | Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let waitedMs = 0; ; ) {
    try {
      const result = work();
      // Synchronous work stays synchronous, so that nothing else runs between a check and a change.
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
