/** `atlas config edit`: opens a private copy in the user's editor, and saves it if it is valid. */
import { dirname, join } from 'node:path';
import { cleanUp } from '../base/cleanUp.ts';
import { CliError, ConfigError, codeOf, InterruptedError, messageOf, UsageError } from '../base/errors.ts';
import { fileError } from '../config/file/fileError.ts';
import { parseConfig } from '../config/file/read.ts';
import { configPath, readConfigText, updateConfigText } from '../config/file/store.ts';
import { retryWhileInUse } from '../system/filesInUse.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import { printNotice } from '../terminal/print.ts';
import { warn } from '../terminal/warnings.ts';

/** The editor from the environment, or a default one at a terminal. */
function chooseEditor({ env, platform, stdin, stdout }: System): string {
  const named = env['VISUAL'] || env['EDITOR'];
  if (named) return named;
  if (stdin.isTerminal && stdout.isTerminal) return platform === 'win32' ? 'notepad' : 'vi';
  throw new UsageError('there is no terminal, and no editor is set', {
    hint: 'Set VISUAL or EDITOR to the editor to use, for example: EDITOR="code --wait" atlas config edit',
  });
}

/**
 * Runs the editor. Ignores Ctrl-C, which is for the editor.
 * @throws {InterruptedError} if another signal arrives; the editor is ended first
 */
async function runEditor(system: System, editor: string, path: string): Promise<number> {
  const editorEnd = new AbortController();
  const stop = system.onSignal((name, number) => {
    if (name !== 'SIGINT') editorEnd.abort(new InterruptedError(`interrupted by ${name}`, number));
  });
  try {
    const status = await system.edit(editor, path, editorEnd.signal);
    editorEnd.signal.throwIfAborted();
    return status;
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`cannot start the editor ${editor}: ${messageOf(error)}`, { cause: error });
  } finally {
    stop();
  }
}

/** Creates the private copy in a folder of its own, because editors leave backups next to the file. */
function makeCopy(system: System, text: string): { folder: string; copy: string } {
  const folder = join(dirname(configPath(system)), `edit-${system.randomHex(8)}`);
  const copy = join(folder, 'config.toml');
  try {
    system.files.createPrivate(copy, text);
  } catch (error) {
    void cleanUp(() => system.files.removeFolder(folder));
    throw fileError(system, 'write', copy, error);
  }
  return { folder, copy };
}

function readCopy(system: System, copy: string): string {
  try {
    return system.files.read(copy).text;
  } catch (error) {
    throw fileError(system, 'read', copy, error);
  }
}

/** Replaces the configuration with the edited text. @throws {CliError} if it is invalid or cannot be written */
async function install(system: System, copy: string, before: string, after: string): Promise<void> {
  await parseConfig(copy, after);
  await updateConfigText(system, (now, path) => {
    if (now !== before) throw new ConfigError(`${path} was changed by another program in the meantime`);
    return after;
  });
}

/** Whether the user has changed the copy. A copy that cannot be read counts as changed. */
function isEdited(system: System, copy: string, before: string): boolean {
  try {
    return system.files.read(copy).text !== before;
  } catch (error) {
    return codeOf(error) !== 'ENOENT';
  }
}

/** Removes the private copy, which contains all secrets of the configuration. Warns if that fails. */
async function removeCopy(system: System, folder: string): Promise<void> {
  const problem = await cleanUp(() => retryWhileInUse(system, () => system.files.removeFolder(folder)));
  if (problem !== undefined)
    await warn(
      system,
      `cannot remove the copy of the configuration in ${folder}: ${reasonOf(problem)}; it contains secrets, so remove it yourself`,
    );
}

/** Adds the location of the edited text to the error. Keeps the exit status of a signal. */
function withCopyLocation(error: unknown, copy: string): CliError {
  const hint = `The configuration was not changed. Your text is in ${copy}`;
  if (!(error instanceof InterruptedError)) return new ConfigError(messageOf(error), { hint, cause: error });
  error.hint = hint;
  return error;
}

/** Edits the configuration. @throws {CliError} if it was not changed; an edited copy is kept, and the hint names it */
export async function editConfig(system: System): Promise<void> {
  const editor = chooseEditor(system);
  const before = (await readConfigText(system)) ?? '';
  const { folder, copy } = makeCopy(system, before);
  let after: string;
  try {
    const status = await runEditor(system, editor, copy);
    after = readCopy(system, copy);
    if (status !== 0) throw new CliError(`the editor ${editor} ended with status ${status}`);
    if (after !== before) await install(system, copy, before, after);
  } catch (error) {
    // The user's text is kept even if the editor failed.
    if (isEdited(system, copy, before)) throw withCopyLocation(error, copy);
    await removeCopy(system, folder);
    throw error;
  }
  await removeCopy(system, folder);
  await printNotice(system, after === before ? 'Nothing was changed.' : 'The configuration was changed.');
}
