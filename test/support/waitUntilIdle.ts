/** Waits for a program to have done what it can do, instead of for an amount of time. Linux tells that of every thread. */
import { readdirSync, readFileSync } from 'node:fs';

const PAUSE_MS = 10;

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** How often each thread has been at work; undefined while one of them is. */
function switchesOf(pid: number): string | undefined {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'),
  );
  const isAsleep = (status: string) => /^State:\s+S/m.test(status);
  return threads.every(isAsleep)
    ? threads.flatMap((status) => status.match(/ctxt_switches:\s+\d+/g) ?? []).join()
    : undefined;
}

/** Resolves when no thread of the program has anything left to do: it has taken all that was sent to it, and waits. */
export async function waitUntilIdle(pid: number): Promise<void> {
  for (let before: string | undefined; ; await pause()) {
    const now = switchesOf(pid);
    if (now !== undefined && now === before) return;
    before = now;
  }
}

/** The one process that a process has started. */
export const childOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));

/** Resolves when a program has tried to write so many times more, whatever came of it. */
export async function triedToWrite(pid: number, times: number): Promise<void> {
  const writes = () => Number(/^syscw: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
  for (const wanted = writes() + times; writes() < wanted; ) await pause();
}
