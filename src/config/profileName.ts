/** Which profile is used, and the names that one may have. */
import { UsageError } from '../base/errors.ts';
import { quoteForShell } from '../base/words.ts';
import { quote } from '../go/quote.ts';
import type { System } from '../system/system.ts';
import { variable } from './variable.ts';

export const DEFAULT_PROFILE = 'default';

/**
 * The flag that makes an advised command use the profile, with a space before it: ` --profile 'my team'`.
 * @param isNeeded '' otherwise; the default profile needs no flag unless one was given
 */
export const profileArgument = (name: string, isNeeded = false): string =>
  isNeeded || name !== DEFAULT_PROFILE ? ` --profile ${quoteForShell(name)}` : '';

/**
 * The name, if it can be one; the Atlas CLI keeps names in lower case.
 * @param hint what to do about one that cannot
 * @throws {UsageError} in the Atlas CLI's words for a name with a dot, which separates tables in its configuration
 */
export function checkProfileName(name: string, hint?: string): string {
  if (name.includes('.')) throw new UsageError(`profile should not contain '.': ${quote(name)}`, { hint });
  return name.toLowerCase();
}

/**
 * The profile that the flag or a variable names, in lower case.
 * @param flag what `--profile` was given; '' counts as not given, as in the Atlas CLI
 * @throws {UsageError} for a name that no profile can have
 */
export function namedProfile(env: System['env'], flag: string | undefined): string | undefined {
  if (flag) return checkProfileName(flag);
  const named = variable(env, 'PROFILE');
  return named && checkProfileName(named.value, `The profile is named by ${named.name}.`);
}

/**
 * A profile that was asked for, by flag or variable; else the only one there is; else `default`.
 * @param names of the profiles in the configuration file
 * @throws {UsageError} for a name that no profile can have
 */
export function chooseProfile(
  env: System['env'],
  flag: string | undefined,
  names: readonly string[],
): string {
  const [only] = names.length === 1 ? names : [];
  return (
    namedProfile(env, flag) ??
    (only === undefined
      ? DEFAULT_PROFILE
      : checkProfileName(only, 'It is the only table of config.toml. Rename it with: atlas config edit'))
  );
}
