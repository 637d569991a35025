/** Runs the program on a pseudo-terminal, by script(1) of util-linux: Node cannot make one. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIFETIME, type Start } from './runProgram.ts';

/** Whether there are terminals to test on; util-linux says who it is, BSD's script(1) is another program. */
export const HAS_TERMINALS = /util-linux/.test(
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '',
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
    timeout: LIFETIME,
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
  return {
    child,
    exited,
    soFar: () => ({ screen }),
    shown: (text, from = 0) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const at = screen.indexOf(text, from);
          if (at >= 0) resolve(at + text.length);
        };
        looks.push(look);
        look();
        exited.then(() => reject(new Error(`the program ended without showing ${text}`)));
      }),
    type: (keys) => child.stdin.write(keys),
    pid,
    signal: (name) => process.kill(pid(), name),
  };
}
