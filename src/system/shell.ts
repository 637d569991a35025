/** Runs shell commands of the user. */
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import type { CommandEnd } from './system.ts';

/**
 * Runs the command ($1) in its own shell, and reports its exit status and the number of unread bytes of the input.
 * - The runtimes connect a child with a socket, which cannot be opened as /dev/stdin. `cat` turns it into a pipe.
 * - A small input fits into a pipe, so writing it does not fail if the command does not read it. So the rest of the pipe is
 *   counted, without white space, because a parser may stop at the end of the JSON.
 * - `command -p` finds the tools independently of PATH.
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

function start(command: string, removedVariables: ReadonlySet<string>) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !removedVariables.has(name)));
  if (process.platform === 'win32') return spawn(command, { env, stdio: ['pipe', 2, 2], shell: true });
  return spawn('/bin/sh', ['-c', SCRIPT, 'sh', command], { env, stdio: ['pipe', 2, 2, 'pipe'] });
}

/** See System.runCommand. */
export async function runCommand(
  command: string,
  input: string,
  removedVariables: ReadonlySet<string>,
  end: AbortSignal,
): Promise<CommandEnd> {
  const child = start(command, removedVariables);
  const kill = () => child.kill();
  end.addEventListener('abort', kill);
  let isWritten = false;
  let report = '';
  const [, , , reports] = child.stdio;
  if (reports && 'on' in reports) reports.on('data', (chunk: Buffer) => (report += chunk.toString()));
  // Unread input is found by the rest of the pipe or, on Windows, by the failed write.
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
    // There is no report if the outer shell was killed.
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
