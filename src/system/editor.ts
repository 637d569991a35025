/** Runs the user's editor. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { win32 } from 'node:path';

/** What cmd.exe takes as one word without quotes. */
const PLAIN = /^[\p{L}\p{N}\\/:._~-]+$/u;

interface WindowsCommand {
  readonly line: string;
  /** The folder to run it in, where that matters. */
  readonly cwd?: string;
}

/**
 * The editor and the file for cmd.exe. A cmd.exe inside the editor's own words (`cmd /c "C:\with blank\ed.bat"`) takes
 * away the first and the last quote where it finds more than two: so there are none around the path that can be left
 * out. A status above 255, or a negative one, is reported as 255: Bun looks at its last eight bits alone, and takes 256
 * for 0.
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
 * See System.edit. The value of EDITOR is a piece of shell: `code --wait`, `emacsclient -a ''`. Ctrl-C reaches the
 * shell as well; with a trap it waits for what the editor makes of it, and the trap is not inherited.
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
