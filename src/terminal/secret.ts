/** A secret that was piped in: it stands in no history and no list of processes. */
import { CliError, UsageError } from '../base/errors.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';

/** What stands on a command line for a secret that is to be read from standard input. */
export const FROM_STANDARD_INPUT = '-';

/**
 * One line of standard input, whose end is not a part of it.
 * @param name what is read, for messages
 * @param example a command line that pipes it in
 * @throws {UsageError} when there is no line, or more than one
 */
export async function readSecret({ stdin }: System, name: string, example: string): Promise<string> {
  const hint = `Pipe it in, from a password manager for example: ${example}`;
  if (stdin.isTerminal) throw new UsageError(`nothing is piped into standard input for ${name}`, { hint });
  let text: string;
  try {
    text = await stdin.readText();
  } catch (error) {
    throw new CliError(`cannot read standard input: ${reasonOf(error)}`, { cause: error });
  }
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw new UsageError(`standard input holds nothing for ${name}`, { hint });
  if (/[\r\n]/.test(value)) throw new UsageError(`standard input holds more than one line for ${name}`);
  return value;
}
