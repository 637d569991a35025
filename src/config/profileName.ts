/** The names that a profile may have. */
import { UsageError } from '../base/errors.ts';
import { quote } from '../go/text.ts';

/**
 * The name, if it can be one; the Atlas CLI keeps names in lower case.
 * @param hint what to do about one that cannot
 * @throws {UsageError} in the Atlas CLI's words for a name with a dot, which separates tables in its configuration
 */
export function checkProfileName(name: string, hint?: string): string {
  if (name.includes('.')) throw new UsageError(`profile should not contain '.': ${quote(name)}`, { hint });
  return name.toLowerCase();
}
