/** Makes one system call of a program fail, by strace. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { available } from './tools.ts';

/** strace may be there and not be allowed to trace. */
export const HAS_STRACE = available(
  'strace',
  spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0,
);

export interface Fault {
  /** System calls, joined by commas; each kind is counted by itself. */
  readonly calls: string;
  /** What they fail with: `ENOSPC`. */
  readonly error: string;
  /**
   * Only calls on this file. For writes there must be one: the runtimes also write to descriptors by which their
   * threads wake each other, and abort when that fails.
   */
  readonly path?: string;
}

const tracing = ({ calls, path }: Fault, log: string): string[] => [
  ...['strace', '-f', '-qq', '-o', log, '-e', `trace=${calls}`],
  ...(path === undefined ? [] : ['-P', path]),
];

/** Words to put before a program's, which write its calls of the fault's kind to the log. */
export const watching = (fault: Fault, log: string): string[] => tracing(fault, log);

/** Words to put before a program's, which make the n-th call of each thread fail (from 1). */
export const failing = (fault: Fault, n: number, log: string): string[] => [
  ...tracing(fault, log),
  ...['-e', `inject=${fault.calls}:error=${fault.error}:when=${n}`],
];

/**
 * Which calls to make fail, by their number in their thread: up to those of the busiest thread.
 * @param folders the first call that names one of these is the first that counts: before it, a runtime starts
 */
export function callNumbers(log: string, folders: readonly string[]): number[] {
  const counts = new Map<string, number>();
  let first: number | undefined;
  for (const [line, call = ''] of readFileSync(log, 'utf8').matchAll(/^(\d+ +\w+)\(.*/gm)) {
    const count = (counts.get(call) ?? 0) + 1;
    counts.set(call, count);
    if (folders.some((folder) => line.includes(folder))) first ??= count;
  }
  const from = first ?? 1;
  return Array.from(
    { length: Math.max(0, Math.max(0, ...counts.values()) - from + 1) },
    (_, at) => from + at,
  );
}

/** The calls that were made to fail, for messages. */
export const injected = (log: string): string[] =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('(INJECTED)'));
