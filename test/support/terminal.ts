/** Runs the program on a pseudo-terminal, by script(1) of util-linux: Node cannot make one. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUN_TIMEOUT_MS, type Start } from './runProgram.ts';
import { childOf } from './waitUntilIdle.ts';

/** What colors the screen and moves the cursor. */
const CONTROL_SEQUENCE = /\u001b\[[?\d;]*[A-Za-z]/g;

import { available } from './tools.ts';

/** Whether there are terminals to test on. Only the script(1) of util-linux will do; that of BSD is another program. */
export const HAS_TERMINALS = available(
  'script(1) of util-linux',
  /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? ''),
);

export interface TerminalOptions {
  /** Redirections of the shell: `>file`. */
  readonly redirect?: string;
  /** How wide it is; 80 columns or what the system thinks right unless given. */
  readonly columns?: number;
}

interface TerminalExit {
  readonly status: number;
  /** What was shown, escape sequences and all. */
  readonly screen: string;
}

export interface TerminalRun {
  readonly child: ChildProcess;
  readonly exited: Promise<TerminalExit>;
  soFar(): { screen: string };
  /** Resolves when what has been shown is as it is looked for. */
  shows(isWanted: (screen: string) => boolean): Promise<void>;
  /** Resolves when the text has been shown, at or behind a place in what was shown, to the place behind it. */
  shown(text: string, from?: number): Promise<number>;
  /** The process that the terminal was made for: the program, or what it runs within. */
  pid(): number;
  /** Keys: `\x03` is Ctrl-C. */
  type(keys: string): void;
  /** Sends the program itself a signal. */
  signal(name: NodeJS.Signals): void;
}

/** A word as a shell needs it. */
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
    // A dumb terminal has no spinner, which would come into what is shown whenever this machine is slow.
    env: { TERM: 'dumb', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: RUN_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  // The terminal may be gone before everything has been typed.
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
    soFar: () => ({ screen }),
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
  /** What stood on the terminal, without the sequences that color it and move the cursor. */
  readonly screen: string;
  readonly status: number;
  /** Whether the terminal's settings were afterwards what they were before. */
  readonly isRestored: boolean;
}

export interface Keyboard {
  type(keys: string): void;
  /** Sends the program a signal. */
  kill(signal: NodeJS.Signals): void;
}

/** Runs the program in "$@", and leaves a file where it has left the terminal as it was. */
const WATCHING =
  'trap : INT; before=$(stty -g); "$@"; status=$?; [ "$before" = "$(stty -g)" ] && : >"$0"; exit $status';

/**
 * Runs a program on a terminal to its end, as somebody would at a keyboard.
 * @param until what must stand on the screen before `then` acts
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
