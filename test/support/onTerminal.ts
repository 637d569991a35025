/** Runs a program on a terminal of its own (util-linux's script makes one), as somebody would at a keyboard. */
import { spawn } from 'node:child_process';
import { quoted } from './terminal.ts';

export interface Session {
  /** What stood on the terminal, without the sequences that colour it and move the cursor. */
  readonly screen: string;
  /** The program's exit status. */
  readonly exitCode: number;
  /** Whether the terminal's settings were afterwards what they were before. */
  readonly isRestored: boolean;
}

export interface Keyboard {
  type(keys: string): void;
  /** Sends the program a signal. */
  kill(signal: NodeJS.Signals): void;
}

const CONTROL_SEQUENCE = /\u001b\[[?\d;]*[A-Za-z]/g;

/**
 * @param until what must stand on the screen before `then` acts; at most once
 * @returns the session after the program has ended
 */
export async function onTerminal(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  until: string,
  then: (keyboard: Keyboard) => void,
): Promise<Session> {
  const program = `sh -c ${quoted(`echo PID=$$; exec ${argv.map(quoted).join(' ')}`)}`;
  const session = `before=$(stty -g); ${program}; echo EXIT=$?; [ "$before" = "$(stty -g)" ] && echo RESTORED`;
  const child = spawn('script', ['-qec', session, '/dev/null'], {
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', ...env },
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  let screen = '';
  let acted = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen = (screen + text).replace(CONTROL_SEQUENCE, '');
    if (acted || !screen.includes(until)) return;
    acted = true;
    const pid = Number(/PID=(\d+)/.exec(screen)?.[1]);
    then({ type: (keys) => child.stdin.write(keys), kill: (signal) => process.kill(pid, signal) });
  });
  const patience = setTimeout(() => child.kill('SIGKILL'), 60_000);
  await closed;
  clearTimeout(patience);
  return {
    screen: screen.replaceAll('\r', ''),
    exitCode: Number(/EXIT=(\d+)/.exec(screen)?.[1]),
    isRestored: screen.includes('RESTORED'),
  };
}
