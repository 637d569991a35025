/** Writes what a command has to say: to standard output what was asked for, to standard error what a person may want to know. */
import { messageOf, OutputError } from '../base/errors.ts';
import type { System } from '../system/system.ts';
import { escapeControlsInLines } from './escapeControls.ts';

/**
 * Prints a command's output; control characters reach no terminal.
 * @throws {OutputError} when standard output does not take all of it
 */
export async function print(system: System, text: string | Uint8Array): Promise<void> {
  const { stdout } = system;
  try {
    await stdout.write(
      stdout.isTerminal
        ? escapeControlsInLines(typeof text === 'string' ? text : new TextDecoder().decode(text))
        : text,
    );
  } catch (error) {
    throw new OutputError(`cannot write to standard output: ${messageOf(error)}`, { cause: error });
  }
}

/** Says something to a person at a terminal. Nothing where a script reads. */
export async function printNotice(system: System, text: string | undefined): Promise<void> {
  if (text !== undefined && system.stdout.isTerminal && system.stderr.isTerminal)
    await system.stderr.write(`${text}\n`).catch(() => undefined);
}
