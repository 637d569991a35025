/** Runs a build with real streams, and captures its output. */
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { makePipe, type Pipe } from './pipe.ts';

/**
 * The target of a stream: a pipe that is `read`, `unread`, `stuck` because it is full, or `broken` because its reader is closed;
 * a `full` disk; nothing (`closed`); the null device, as Node, Python and systemd open it (`ignored`); a `socket`, as Node
 * gives its child processes; or a `file` in the scratch folder with the name of the stream, which costs 6 ms less than a pipe.
 */
export type StreamTarget =
  | 'read'
  | 'unread'
  | 'stuck'
  | 'broken'
  | 'full'
  | 'closed'
  | 'ignored'
  | 'socket'
  | 'file';

export interface Start {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** For pipes and files. */
  readonly scratch: string;
  readonly stdout?: StreamTarget;
  readonly stderr?: StreamTarget;
}

export interface Exit {
  /** As in a shell: 128 plus the signal's number if a signal ended the program. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Run {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly stdout: Pipe | undefined;
  readonly stderr: Pipe | undefined;
  readonly child: ChildProcess;
  /** The output so far. */
  outputSoFar(): { stdout: string; stderr: string };
  signal(name: NodeJS.Signals): void;
  /** Resolves when standard error contains the text. */
  saidOnStderr(text: string): Promise<void>;
}

/** When to end a program that hangs, so that its test fails. Longer than the program's own limit of 60 s. */
export const RUN_TIMEOUT_MS = 90_000;

let pipes = 0;

interface Destination {
  readonly stdio: number | 'pipe' | 'ignore';
  readonly pipe?: Pipe;
  /** What has been written so far. */
  text(): string;
}

const NOTHING = () => '';

/** A file that the next run overwrites. */
function fileDestination(path: string): Destination {
  const written = fs.openSync(path, 'w');
  return { stdio: written, text: () => fs.readFileSync(path, 'utf8') };
}

function destination(kind: StreamTarget, scratch: string, name: 'stdout' | 'stderr'): Destination {
  if (kind === 'file') return fileDestination(join(scratch, name));
  if (kind === 'socket') return { stdio: 'pipe', text: NOTHING };
  if (kind === 'closed' || kind === 'ignored') return { stdio: 'ignore', text: NOTHING };
  if (kind === 'full') return { stdio: fs.openSync('/dev/full', 'w'), text: NOTHING };
  const pipe = makePipe(join(scratch, `pipe-${++pipes}`), { full: kind === 'stuck' });
  if (kind === 'broken') pipe.close();
  if (kind === 'read') pipe.read();
  return { stdio: pipe.writer, pipe, text: pipe.text };
}

/** The command line, run by a shell that first closes streams. */
function withClosed(command: readonly string[], closed: string): readonly string[] {
  return closed === '' ? command : ['/bin/sh', '-c', `exec "$@" ${closed}`, 'sh', ...command];
}

export function startProgram(command: readonly string[], start: Start): Run {
  const { argv, env, cwd, scratch, stdout = 'read', stderr = 'read' } = start;
  const closed = [stdout === 'closed' ? '>&-' : '', stderr === 'closed' ? '2>&-' : ''].join(' ').trim();
  const [file = '', ...args] = [...withClosed(command, closed), ...argv];
  const out = destination(stdout, scratch, 'stdout');
  const err = destination(stderr, scratch, 'stderr');
  const child = spawn(file, args, {
    cwd,
    env,
    stdio: ['ignore', out.stdio, err.stdio],
    timeout: RUN_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  for (const { stdio } of [out, err]) if (typeof stdio === 'number') fs.closeSync(stdio);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
  let final: { stdout: string; stderr: string } | undefined;
  const outputSoFar = () => final ?? { stdout: out.text(), stderr: err.text() };
  return {
    pid: child.pid ?? 0,
    child,
    stdout: out.pipe,
    stderr: err.pipe,
    outputSoFar,
    signal: (name) => child.kill(name),
    exited: ended.then(async (status) => {
      await Promise.all([out.pipe?.ended(), err.pipe?.ended()]);
      final = outputSoFar();
      return { status, ...final };
    }),
    saidOnStderr: (text) =>
      new Promise((resolve, reject) => {
        const look = () => outputSoFar().stderr.includes(text) && resolve();
        err.pipe?.onData(look);
        look();
        ended.then(() => reject(new Error(`the program ended without saying ${text}`)));
      }),
  };
}
