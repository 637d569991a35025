/** Reads secrets from standard input, which keeps them out of the shell history and the process list. */
import { CliError, UsageError } from '../base/errors.ts';
import { trimInvisible } from '../base/words.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import { EncodingError } from '../system/utf8.ts';

/** The argument that stands for a secret on standard input. */
export const FROM_STANDARD_INPUT = '-';

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Reads one line from standard input. Removes the line end, surrounding white space, and a byte order mark, which
 * PowerShell adds.
 * @param name names the secret in messages
 * @param example a command line that pipes the secret in
 * @throws {UsageError} if there is not exactly one line, or if it is not UTF-8 or contains control characters, which
 * programs print to set colors; the message never contains the secret
 */
export async function readSecret({ stdin }: System, name: string, example: string): Promise<string> {
  const hint = `Pipe it in, for example from a password manager: ${example}`;
  if (stdin.isTerminal) throw new UsageError(`${name} must be piped into standard input`, { hint });
  let text: string;
  try {
    text = await stdin.readText();
  } catch (error) {
    if (error instanceof EncodingError)
      throw new UsageError(`cannot read ${name} from standard input: ${error.message}`, {
        hint: 'Pipe it in as UTF-8 text.',
      });
    throw new CliError(`cannot read standard input: ${reasonOf(error)}`, { cause: error });
  }
  const value = trimInvisible(text);
  if (value === '') throw new UsageError(`standard input is empty: it must contain ${name}`, { hint });
  if (/[\r\n]/.test(value)) throw new UsageError(`standard input must contain only one line for ${name}`);
  if (CONTROL.test(value))
    throw new UsageError(`the value of ${name} on standard input contains control characters`);
  return value;
}
