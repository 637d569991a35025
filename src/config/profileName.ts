/** Chooses the profile to use, and checks profile names. */
import { UsageError } from '../base/errors.ts';
import { quoteForShell } from '../base/words.ts';
import { quote } from '../go/quote.ts';
import type { System } from '../system/system.ts';
import { variable } from './variable.ts';

export const DEFAULT_PROFILE = 'default';

/**
 * The flag that makes a suggested command use the profile, with a leading space: ` --profile 'my team'`.
 * @param isNeeded whether the default profile needs the flag too; otherwise the result for it is ''
 */
export const profileArgument = (name: string, isNeeded = false): string =>
  isNeeded || name !== DEFAULT_PROFILE ? ` --profile ${quoteForShell(name)}` : '';

/**
 * Returns the name in lower case, as the Atlas CLI saves it.
 * @throws {UsageError} with the Atlas CLI's message for a name with a dot, which separates tables in its configuration
 */
export function checkProfileName(name: string, hint?: string): string {
  if (name.includes('.')) throw new UsageError(`profile should not contain '.': ${quote(name)}`, { hint });
  return name.toLowerCase();
}

/**
 * The profile that the flag or a variable selects, in lower case; undefined if neither is set.
 * @param flag the value of `--profile`; '' counts as not set, as in the Atlas CLI
 * @throws {UsageError} if the name is invalid
 */
export function namedProfile(env: System['env'], flag: string | undefined): string | undefined {
  if (flag) return checkProfileName(flag);
  const named = variable(env, 'PROFILE');
  return named && checkProfileName(named.value, `The name comes from ${named.name}.`);
}

/**
 * The profile that the flag or a variable selects; otherwise the only one in the file; otherwise `default`.
 * @param names the profiles in the configuration file
 * @throws {UsageError} if the name is invalid
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
      : checkProfileName(only, 'It is the only profile in config.toml. Rename it with: atlas config edit'))
  );
}
