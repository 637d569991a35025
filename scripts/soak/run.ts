/** One run of a build of the program, with a fault of this machine: of its output, or a signal. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { constants as system, tmpdir } from 'node:os';
import { join } from 'node:path';

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

/** A pipe without a reader: Bun closes that of a child's pipe so late that a run can write before. */
function pipeWithoutReader(): number {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-soak-pipe-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, 'w');
  closeSync(reader);
  rmSync(folder, { recursive: true });
  return writer;
}

/** The descriptor for standard output; undefined for a pipe that is read. */
function targetOf(output: LocalFault['output']): number | undefined {
  if (output === 'full disk') return openSync('/dev/full', 'w');
  return output === 'gone reader' ? pipeWithoutReader() : undefined;
}

/** When a run that hangs is ended. Longer than the program's own limits. */
const RUN_TIMEOUT_MS = 90_000;

/** The status of a run that was ended because it hung. */
export const HUNG = 128 + system.signals.SIGKILL;

/** @returns how the run ended; the status of one that a signal ended is 128 plus the signal's number */
export function runProgram(
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string>>,
  cwd: string,
  { output, signal }: LocalFault,
): Promise<Outcome> {
  const [file, ...args] = command;
  const target = targetOf(output);
  const child = spawn(file, args, {
    env,
    cwd,
    stdio: ['ignore', target ?? 'pipe', 'pipe'],
    timeout: RUN_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  if (target !== undefined) closeSync(target);
  const texts = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const timer = signal && setTimeout(() => child.kill(signal.name), signal.afterMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, endedBy) => {
      clearTimeout(timer);
      resolve({ status: code ?? 128 + (endedBy ? system.signals[endedBy] : 0), ...texts });
    });
  });
}
