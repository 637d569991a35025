/** Compiles the output format of a run before the request is sent. */
import { UsageError } from '../base/errors.ts';
import { describeOrigin } from '../config/origin.ts';
import type { Setting } from '../config/settings.ts';
import { quote } from '../go/quote.ts';
import type { System } from '../system/system.ts';
import type { Formatter, OutputDefinition } from './format.ts';
import { type ChosenFormat, formatHint, parseFormat, TEXT } from './formats.ts';

/**
 * The format that a setting names.
 * @param setting the value of `--output` or of the settings; undefined or '' for text
 * @throws {UsageError} if the format does not exist, with the origin of the value
 */
export function chooseFormat(setting: Setting | undefined): ChosenFormat {
  if (!setting?.value) return { format: TEXT, argument: undefined };
  const { value, origin } = setting;
  const chosen = parseFormat(value);
  if (chosen) return chosen;
  const place = `${origin.kind === 'profile' ? 'the output property of ' : ''}${describeOrigin(origin)}`;
  throw new UsageError(`invalid output format ${quote(value)} in ${place}`, { hint: formatHint(value) });
}

/**
 * The formatter for the output of a run.
 * @param setting see chooseFormat
 * @throws {UsageError} if the format or its argument is invalid
 */
export async function compileOutput(
  setting: Setting | undefined,
  output: OutputDefinition,
  system: System,
): Promise<Formatter> {
  const { format, argument } = chooseFormat(setting);
  return (await format.load()).compile(argument, output, system);
}
