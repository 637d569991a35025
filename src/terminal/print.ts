/** Prints a command's output to standard output, and notices for people to standard error. */
import { messageOf, OutputError } from '../base/errors.ts';
import type { System } from '../system/system.ts';
import { escapeControlsInLines } from './escapeControls.ts';

/**
 * Prints a command's output. Escapes control characters if standard output is a terminal.
 * @throws {OutputError} if writing to standard output fails
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

/** Prints a line to standard error, only if both output streams are terminals, so that scripts never see it. */
export async function printNotice(system: System, text: string | undefined): Promise<void> {
  if (text !== undefined && system.stdout.isTerminal && system.stderr.isTerminal)
    await system.stderr.write(`${text}\n`).catch(() => undefined);
}
