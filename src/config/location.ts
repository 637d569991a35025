/** Where the configuration lives. */
import { isAbsolute, join } from 'node:path';
import type { System } from '../system/system.ts';

/**
 * The folder of the configuration file, as Go's os.UserConfigDir finds the user's: undefined when the environment
 * does not tell (no HOME), or tells a relative path, which would depend on where the program runs.
 */
export function configFolder({ env, platform }: Pick<System, 'env' | 'platform'>): string | undefined {
  const inHome = (...parts: string[]) => (env['HOME'] ? join(env['HOME'], ...parts) : undefined);
  const parent =
    platform === 'win32'
      ? env['AppData']
      : platform === 'darwin'
        ? inHome('Library', 'Application Support')
        : env['XDG_CONFIG_HOME'] || inHome('.config');
  return parent && isAbsolute(parent) ? join(parent, 'atlascli') : undefined;
}

export const configFileIn = (folder: string): string => join(folder, 'config.toml');
