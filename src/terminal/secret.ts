/** A secret that was piped in: it stands in no history and no list of processes. */
import { CliError, UsageError } from '../base/errors.ts';
import { trimInvisible } from '../base/words.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import { EncodingError } from '../system/utf8.ts';

/** What stands on a command line for a secret that is to be read from standard input. */
export const FROM_STANDARD_INPUT = '-';

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * One line of standard input, without its end, blanks around it, and the byte order mark that PowerShell may put in front.
 * @param name what is read, for messages, which hold nothing of the secret
 * @param example a command line that pipes it in
 * @throws {UsageError} when there is no line, or more than one; when it is not UTF-8 or holds control characters, which
 * no secret has: they come from a program that writes in color, say
 */
export async function readSecret({ stdin }: System, name: string, example: string): Promise<string> {
  const hint = `Pipe it in, from a password manager for example: ${example}`;
  if (stdin.isTerminal) throw new UsageError(`nothing is piped into standard input for ${name}`, { hint });
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
  if (value === '') throw new UsageError(`standard input holds nothing for ${name}`, { hint });
  if (/[\r\n]/.test(value)) throw new UsageError(`standard input holds more than one line for ${name}`);
  if (CONTROL.test(value)) throw new UsageError(`standard input holds control characters for ${name}`);
  return value;
}
