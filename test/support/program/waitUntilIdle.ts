/** Waits until a program has nothing to do, instead of for an amount of time. Linux reports the state of each thread. */
import { readdirSync, readFileSync } from 'node:fs';

const PAUSE_MS = 10;

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** The number of context switches of each thread; undefined if a thread is running. */
function switchesOf(pid: number): string | undefined {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'),
  );
  const isAsleep = (status: string) => /^State:\s+S/m.test(status);
  return threads.every(isAsleep)
    ? threads.flatMap((status) => status.match(/ctxt_switches:\s+\d+/g) ?? []).join()
    : undefined;
}

/** Resolves when all threads of the program are waiting. */
export async function waitUntilIdle(pid: number): Promise<void> {
  for (let before: string | undefined; ; await pause()) {
    const now = switchesOf(pid);
    if (now !== undefined && now === before) return;
    before = now;
  }
}

/** The child of a process that has one child. */
export const childOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));

/** Resolves when a program has tried to write this number of times more. */
export async function triedToWrite(pid: number, times: number): Promise<void> {
  const writes = () => Number(/^syscw: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
  for (const wanted = writes() + times; writes() < wanted; ) await pause();
}
