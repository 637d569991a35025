/** Runs the user's editor. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * See System.edit. The value of EDITOR is a piece of shell: `code --wait`, `emacsclient -a ''`. Ctrl-C reaches the
 * shell as well; with a trap it waits for what the editor makes of it, and the trap is not inherited.
 */
export function edit(editor: string, path: string, end: AbortSignal): Promise<number> {
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${path}"`, { stdio: 'inherit', shell: true })
      : spawn('/bin/sh', ['-c', `trap : INT; ${editor} "$@"`, editor, path], { stdio: 'inherit' });
  const kill = () => child.kill();
  end.addEventListener('abort', kill);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  }).finally(() => end.removeEventListener('abort', kill));
}
