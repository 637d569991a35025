/** `atlas config edit`: the user's editor on a private copy, which is installed when it is sound. */
import { dirname, join } from 'node:path';
import { cleanUp } from '../base/cleanUp.ts';
import { CliError, ConfigError, codeOf, InterruptedError, messageOf, UsageError } from '../base/errors.ts';
import { parseConfig } from '../config/file.ts';
import { fileError } from '../config/fileError.ts';
import { configPath, readConfigText, updateConfigText } from '../config/store.ts';
import { retryWhileInUse } from '../system/filesInUse.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import { printNotice } from '../terminal/print.ts';
import { warn } from '../terminal/warnings.ts';

/** The editor that the environment names, or what a terminal has where it names none. */
function chooseEditor({ env, platform, stdin, stdout }: System): string {
  const named = env['VISUAL'] || env['EDITOR'];
  if (named) return named;
  if (stdin.isTerminal && stdout.isTerminal) return platform === 'win32' ? 'notepad' : 'vi';
  throw new UsageError('there is neither a terminal nor an editor', {
    hint: 'Set VISUAL or EDITOR to the editor to use, for example: EDITOR="code --wait" atlas config edit',
  });
}

/**
 * Runs the editor. Ctrl-C is the editor's own.
 * @throws {InterruptedError} when a signal asks for the end of this process, which ends the editor first
 */
async function runEditor(system: System, editor: string, path: string): Promise<number> {
  const end = new AbortController();
  const stop = system.onSignal((name, number) => {
    if (name !== 'SIGINT') end.abort(new InterruptedError(`interrupted by ${name}`, number));
  });
  try {
    const status = await system.edit(editor, path, end.signal);
    end.signal.throwIfAborted();
    return status;
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`cannot start the editor ${editor}: ${messageOf(error)}`, { cause: error });
  } finally {
    stop();
  }
}

/** Makes the private copy, in a folder of its own: editors leave backups beside what they edit. */
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

/** Puts an edited text in the place of the configuration. @throws {CliError} when it must not be there, or cannot */
async function install(system: System, copy: string, before: string, after: string): Promise<void> {
  await parseConfig(copy, after);
  await updateConfigText(system, (now, path) => {
    if (now !== before) throw new ConfigError(`${path} was changed by another program meanwhile`);
    return after;
  });
}

/** Whether the copy holds something that somebody wrote, as far as can be told. */
function isEdited(system: System, copy: string, before: string): boolean {
  try {
    return system.files.read(copy).text !== before;
  } catch (error) {
    return codeOf(error) !== 'ENOENT';
  }
}

/** Removes the private copy, or warns of it: it holds all secrets of the configuration. */
async function removeCopy(system: System, folder: string): Promise<void> {
  const problem = await cleanUp(() => retryWhileInUse(system, () => system.files.removeFolder(folder)));
  if (problem !== undefined)
    await warn(
      system,
      `cannot remove the copy of the configuration, secrets included, in ${folder}: ${reasonOf(problem)}; remove it yourself`,
    );
}

/** The error, with the place of the text. The status of a signal stays: a caller may look at it. */
function withCopyLocation(error: unknown, copy: string): CliError {
  const hint = `The configuration is as it was. Your text is in ${copy}`;
  if (!(error instanceof InterruptedError)) return new ConfigError(messageOf(error), { hint, cause: error });
  error.hint = hint;
  return error;
}

/** @throws {CliError} when nothing was installed; a text that was edited is kept, and the error says where */
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
    // However the editor ended: what was saved in it is not this program's to throw away.
    if (isEdited(system, copy, before)) throw withCopyLocation(error, copy);
    await removeCopy(system, folder);
    throw error;
  }
  await removeCopy(system, folder);
  await printNotice(system, after === before ? 'Nothing was changed.' : 'The configuration was changed.');
}
