/** Runs the program on a pseudo-terminal, with script(1) of util-linux, because Node cannot create one. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUN_TIMEOUT_MS, type Start } from './runProgram.ts';
import { childOf } from './waitUntilIdle.ts';

/** The sequences that set colors and move the cursor. */
const CONTROL_SEQUENCE = /\u001b\[[?\d;]*[A-Za-z]/g;

import { available } from '../tools.ts';

/** Whether script(1) of util-linux is available. The one of BSD is another program. */
export const HAS_TERMINALS = available(
  'script(1) of util-linux',
  /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? ''),
);

export interface TerminalOptions {
  /** Redirections of the shell: `>file`. */
  readonly redirect?: string;
  /** The width in columns; by default, 80 or that of the system. */
  readonly columns?: number;
}

interface TerminalExit {
  readonly status: number;
  /** The output, with escape sequences. */
  readonly screen: string;
}

export interface TerminalRun {
  readonly child: ChildProcess;
  readonly exited: Promise<TerminalExit>;
  outputSoFar(): { screen: string };
  /** Resolves when the output fulfills the condition. */
  shows(isWanted: (screen: string) => boolean): Promise<void>;
  /** Resolves when the text has been shown at or after an index of the output, to the index after it. */
  shown(text: string, from?: number): Promise<number>;
  /** The process on the terminal: the program, or its command prefix. */
  pid(): number;
  /** Types keys: `\x03` is Ctrl-C. */
  type(keys: string): void;
  /** Sends a signal to the program. */
  signal(name: NodeJS.Signals): void;
}

/** Quotes a word for a shell. */
export const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

export function startOnTerminal(
  command: readonly string[],
  { argv, env, cwd, scratch, redirect = '', columns }: Omit<Start, 'stdout' | 'stderr'> & TerminalOptions,
): TerminalRun {
  const pidFile = join(scratch, 'pid');
  const pid = () => Number(readFileSync(pidFile, 'utf8'));
  const resize = columns === undefined ? '' : `stty cols ${columns}; `;
  const line = `${resize}echo $$ >${quoted(pidFile)}; exec ${[...command, ...argv].map(quoted).join(' ')} ${redirect}`;
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd,
    // A dumb terminal has no spinner, which would appear in the output if the machine is slow.
    env: { TERM: 'dumb', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: RUN_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  // The terminal can be closed before everything has been typed.
  child.stdin.on('error', () => {});
  let screen = '';
  const looks: (() => void)[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    for (const look of looks) look();
  });
  const exited = new Promise<TerminalExit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ status: code ?? -1, screen }));
  });
  const shows = (isWanted: (screen: string) => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => isWanted(screen) && resolve();
      looks.push(look);
      look();
      exited.then(() => reject(new Error('the program ended without showing what was waited for')), reject);
    });
  return {
    child,
    exited,
    outputSoFar: () => ({ screen }),
    shows,
    async shown(text, from = 0) {
      await shows((now) => now.includes(text, from));
      return screen.indexOf(text, from) + text.length;
    },
    type: (keys) => child.stdin.write(keys),
    pid,
    signal: (name) => process.kill(pid(), name),
  };
}

export interface Session {
  /** The output without escape sequences. */
  readonly screen: string;
  readonly status: number;
  /** Whether the terminal's settings were restored. */
  readonly isRestored: boolean;
}

export interface Keyboard {
  type(keys: string): void;
  /** Sends the program a signal. */
  kill(signal: NodeJS.Signals): void;
}

/** Runs the program in "$@", and creates a file if it has restored the terminal. */
const WATCHING =
  'trap : INT; before=$(stty -g); "$@"; status=$?; [ "$before" = "$(stty -g)" ] && : >"$0"; exit $status';

/**
 * Runs a program on a terminal to its end.
 * @param until the text that must be on the screen before `then` is called
 */
export async function onTerminal(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  until: string,
  then: (keyboard: Keyboard) => void,
): Promise<Session> {
  const scratch = mkdtempSync(join(tmpdir(), 'atlas-terminal-'));
  const restored = join(scratch, 'restored');
  const run = startOnTerminal(['sh', '-c', WATCHING, restored, ...argv], {
    argv: [],
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', ...env },
    cwd: process.cwd(),
    scratch,
  });
  const plain = (screen: string) => screen.replace(CONTROL_SEQUENCE, '').replaceAll('\r', '');
  await run.shows((screen) => plain(screen).includes(until));
  then({ type: run.type, kill: (signal) => process.kill(childOf(run.pid()), signal) });
  const { status, screen } = await run.exited;
  const isRestored = existsSync(restored);
  rmSync(scratch, { recursive: true });
  return { screen: plain(screen), status, isRestored };
}
