/** One run of a build of the program, with a fault of this machine: of its output, or a signal. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';

/** Where standard output leads, whether a signal comes, and for how long no file can be written. */
export interface LocalFault {
  readonly output: 'read' | 'full disk' | 'gone reader';
  readonly signal?: { readonly name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'; readonly afterMs: number };
  readonly filesFullForMs?: number;
}

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** When a run that hangs is ended. Longer than the program's own limits. */
const RUN_TIMEOUT_MS = 90_000;

/** The status of a run that was ended because it hung. */
export const HUNG = 128 + constants.signals.SIGKILL;

/** @returns how the run ended; the status of one that a signal ended is 128 plus the signal's number */
export function runProgram(
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
  cwd: string,
  { output, signal }: LocalFault,
): Promise<Outcome> {
  const [file, ...args] = command;
  const full = output === 'full disk' ? openSync('/dev/full', 'w') : undefined;
  const child = spawn(file, args, {
    env,
    cwd,
    stdio: ['ignore', full ?? 'pipe', 'pipe'],
    timeout: RUN_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  if (full !== undefined) closeSync(full);
  const texts = { stdout: '', stderr: '' };
  if (output === 'gone reader') child.stdout?.destroy();
  else child.stdout?.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const timer = signal && setTimeout(() => child.kill(signal.name), signal.afterMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, endedBy) => {
      clearTimeout(timer);
      resolve({ status: code ?? 128 + (endedBy ? constants.signals[endedBy] : 0), ...texts });
    });
  });
}
