/** The errors for a file of the configuration that cannot be read or written. */
import { CliError, ConfigError, codeOf } from '../base/errors.ts';
import { conversionHint, reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import { EncodingError } from '../system/utf8.ts';

/** A system error, or that of a text which is not UTF-8, as one that names the file; any other stays what it is. */
export function fileError(
  { platform }: Pick<System, 'platform'>,
  what: 'read' | 'write',
  path: string,
  error: unknown,
): unknown {
  if (error instanceof EncodingError)
    return new ConfigError(`cannot read ${path}, line ${error.line}: ${error.message}`, {
      hint: conversionHint(path, error, platform),
      cause: error,
    });
  if (error instanceof CliError || codeOf(error) === undefined) return error;
  return new ConfigError(`cannot ${what} ${path}: ${reasonOf(error)}`, { cause: error });
}
