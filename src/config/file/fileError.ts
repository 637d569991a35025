/** Errors for configuration files that cannot be read or written. */
import { CliError, ConfigError, codeOf } from '../../base/errors.ts';
import { conversionHint, reasonOf } from '../../system/reasons.ts';
import type { System } from '../../system/system.ts';
import { EncodingError } from '../../system/utf8.ts';

/** Converts a system error or an EncodingError to a ConfigError that names the file. Returns other errors unchanged. */
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
