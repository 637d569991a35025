/** Runs commands that a user gives as text, by the user's shell. */
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import type { CommandEnd } from './system.ts';

/**
 * Runs the command ($1) in a shell of its own, and reports its status and how much of the input is left.
 * - The runtimes feed a child through a socket, which cannot be opened as /dev/stdin. Behind `cat` it is a pipe.
 * - A small input fits into a pipe that nobody reads, so only what is left in the pipe tells whether it was read. White
 *   space does not count: a parser may stop at the end of the JSON.
 * - `command -p` finds the tools whatever PATH holds.
 */
const SCRIPT = `command -p cat 3>&- | {
  /bin/sh -c "$1" 3>&-
  status=$?
  printf '%s %s' "$status" "$(command -p tr -d '[:space:]' | command -p wc -c)" >&3
}`;

const signalName = (status: number): string | undefined =>
  Object.entries(constants.signals).find(([, number]) => number === status - 128)?.[0];

const endOf = (status: number, hasReadAll: boolean): CommandEnd => {
  const signal = status > 128 ? signalName(status) : undefined;
  return { status, hasReadAll, ...(signal !== undefined && { signal }) };
};

function start(command: string, withheld: ReadonlySet<string>) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !withheld.has(name)));
  if (process.platform === 'win32') return spawn(command, { env, stdio: ['pipe', 2, 2], shell: true });
  return spawn('/bin/sh', ['-c', SCRIPT, 'sh', command], { env, stdio: ['pipe', 2, 2, 'pipe'] });
}

/** See System.runCommand. */
export async function runCommand(
  command: string,
  input: string,
  withheld: ReadonlySet<string>,
  end: AbortSignal,
): Promise<CommandEnd> {
  const child = start(command, withheld);
  const kill = () => child.kill();
  end.addEventListener('abort', kill);
  let isWritten = false;
  let report = '';
  const [, , , reports] = child.stdio;
  if (reports && 'on' in reports) reports.on('data', (chunk: Buffer) => (report += chunk.toString()));
  // Whoever does not read is found by what is left, or on Windows by the write that fails.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input, (error?: Error | null) => {
    isWritten = !error;
  });
  try {
    const status = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
    if (process.platform === 'win32') return endOf(status, isWritten);
    const [, ended, left] = /^(\d+) +(\d+)\s*$/.exec(report) ?? [];
    // Without a report, the shell around the command was ended.
    return ended === undefined ? endOf(status || 1, false) : endOf(Number(ended), Number(left) === 0);
  } finally {
    end.removeEventListener('abort', kill);
  }
}

/** See System.canParseCommand. */
export function canParseCommand(command: string): boolean {
  if (process.platform === 'win32') return true;
  return spawnSync('/bin/sh', ['-n', '-c', command], { stdio: 'ignore' }).status === 0;
}
