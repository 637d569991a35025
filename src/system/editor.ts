/** Runs the user's editor. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { win32 } from 'node:path';

/** Characters that need no quotes in cmd.exe. */
const PLAIN = /^[\p{L}\p{N}\\/:._~-]+$/u;

interface WindowsCommand {
  readonly line: string;
  /** The working folder; undefined for the current one. */
  readonly cwd?: string;
}

/**
 * The command line for cmd.exe. If the editor is itself a cmd.exe command (`cmd /c "C:\with space\ed.bat"`), it removes the
 * first and the last quote if there are more than two, so the path is quoted only if necessary. A status above 255 or below
 * 0 becomes 255, because Bun only reads its last eight bits, so that 256 would be 0.
 */
export function windowsCommand(editor: string, path: string): WindowsCommand {
  const status = '(if errorlevel 256 exit 255) & (if not errorlevel 0 exit 255)';
  const line = (file: string) => `${editor} ${file} & ${status}`;
  if (PLAIN.test(path)) return { line: line(path) };
  const name = win32.basename(path);
  return editor.includes('"') && PLAIN.test(name)
    ? { line: line(name), cwd: win32.dirname(path) }
    : { line: line(`"${path}"`) };
}

function start(editor: string, path: string) {
  if (process.platform === 'win32') {
    const { line, cwd } = windowsCommand(editor, path);
    return spawn(line, { stdio: 'inherit', shell: true, ...(cwd !== undefined && { cwd }) });
  }
  return spawn('/bin/sh', ['-c', `trap : INT; ${editor} "$@"`, editor, path], { stdio: 'inherit' });
}

/**
 * See System.edit. The value of EDITOR is shell code: `code --wait`, `emacsclient -a ''`. Ctrl-C also reaches the shell,
 * whose trap makes it wait for the editor. The editor does not inherit the trap.
 */
export function edit(editor: string, path: string, end: AbortSignal): Promise<number> {
  const child = start(editor, path);
  const kill = () => child.kill();
  end.addEventListener('abort', kill);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  }).finally(() => end.removeEventListener('abort', kill));
}
