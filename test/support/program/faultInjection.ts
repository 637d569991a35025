/** Makes a system call of a program fail, with strace. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { available } from '../tools.ts';

/** strace can be installed but not permitted to trace. */
export const HAS_STRACE = available(
  'strace',
  spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0,
);

export interface Fault {
  /** The system calls, separated by commas. Each is counted separately. */
  readonly calls: string;
  /** The error code: `ENOSPC`. */
  readonly error: string;
  /**
   * Only calls for these files. Required for writes: the runtimes also write to descriptors to wake their threads, and abort
   * if that fails.
   */
  readonly paths?: readonly string[];
}

/** Other calls run at full speed, because a filter in the kernel passes them. */
const tracing = ({ calls, paths = [] }: Fault, log: string): string[] => [
  ...['strace', '-f', '--seccomp-bpf', '-qq', '-o', log, '-e', `trace=${calls}`],
  // The log has the paths of descriptors.
  ...(paths.length > 0 ? ['-y', ...paths.flatMap((path) => ['-P', path])] : []),
];

/** A command prefix that logs the calls of this kind. */
export const watching = (fault: Fault, log: string): string[] => tracing(fault, log);

/** A command prefix that makes the n-th call (from 1) of each thread fail. */
export const failing = (fault: Fault, n: number, log: string): string[] => [
  ...tracing(fault, log),
  ...['-e', `inject=${fault.calls}:error=${fault.error}:when=${n}`],
];

/** A command prefix that sends SIGTERM with the n-th call (from 1) of each thread. */
export const signaling = (fault: Fault, n: number, log: string): string[] => [
  ...tracing(fault, log),
  ...['-e', `inject=${fault.calls}:signal=TERM:when=${n}`],
];

/**
 * The numbers of the calls to make fail, up to those of the thread with the most calls.
 * @param folders the first call for one of these folders is the first that counts; earlier calls belong to the start of the
 * runtime
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

/** All calls that write to a file. */
export const WRITES = { calls: 'write,pwrite64,writev' } as const;

/** A write: the n-th (from 1) of a thread by this call to this file. */
export interface Write {
  readonly path: string;
  readonly at: number;
}

/** The writes to the files that were watched. */
export function writesIn(log: string): Write[] {
  const counts = new Map<string, number>();
  const writes = new Map<string, Write>();
  for (const [, thread, path = ''] of readFileSync(log, 'utf8').matchAll(/^(\d+ +\w+)\(\d+<([^>]+)>/gm)) {
    const at = (counts.get(`${thread} ${path}`) ?? 0) + 1;
    counts.set(`${thread} ${path}`, at);
    writes.set(`${at} ${path}`, { path, at });
  }
  return [...writes.values()];
}

/** The calls that failed, for messages. */
export const injected = (log: string): string[] =>
  readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('(INJECTED)'));

/** One system call that fails for a Unix socket. */
export interface SocketFault {
  readonly call: 'connect' | 'sendto' | 'recvfrom' | 'write' | 'writev' | 'read';
  readonly error: string;
}

/** Only the main thread, which has the sockets of both runtimes: the others abort if they cannot wake each other. */
const tracingSockets = ({ call }: SocketFault, log: string): string[] => [
  ...['strace', '-qq', '-yy', '-o', log, '-e', `trace=${call}`],
];

/** A command prefix that logs the calls. */
export const watchingSockets = (fault: SocketFault, log: string): string[] => tracingSockets(fault, log);

/** A command prefix that makes the n-th call (from 1) fail, whatever it is for. */
export const failingSocket = (fault: SocketFault, n: number, log: string): string[] => [
  ...tracingSockets(fault, log),
  ...['-e', `inject=${fault.call}:error=${fault.error}:when=${n}`],
];

/** A command prefix that kills the program at its n-th call (from 1). */
export const killingAtSocket = (fault: SocketFault, n: number, log: string): string[] => [
  ...tracingSockets(fault, log),
  ...['-e', `inject=${fault.call}:signal=KILL:when=${n}`],
];

/** The calls of a log for Unix sockets: their numbers among all calls, and whether they failed on purpose. */
export const socketCalls = (log: string): { n: number; isInjected: boolean }[] =>
  [...readFileSync(log, 'utf8').matchAll(/^\w+\((\d+<UNIX-STREAM:)?.*/gm)].flatMap(([line, socket], at) =>
    socket === undefined ? [] : [{ n: at + 1, isInjected: line.endsWith('(INJECTED)') }],
  );
