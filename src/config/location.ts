/** Where the configuration lives, and what can be made again. */
import { isAbsolute, join } from 'node:path';
import type { System } from '../system/system.ts';

type Place = Pick<System, 'env' | 'platform'>;

/** What a platform names: a variable on Windows, folders of the home elsewhere, and a variable that stands in for them. */
function userFolder(
  { env, platform }: Place,
  names: { windows: string; mac: string; xdg: string; other: string },
): string | undefined {
  const inHome = (name: string) => (env['HOME'] ? join(env['HOME'], name) : undefined);
  const folder =
    platform === 'win32'
      ? env[names.windows]
      : platform === 'darwin'
        ? inHome(names.mac)
        : env[names.xdg] || inHome(names.other);
  return folder && isAbsolute(folder) ? folder : undefined;
}

/**
 * The folder of the configuration file, as Go's os.UserConfigDir finds the user's: undefined when the environment
 * does not tell (no HOME), or tells a relative path, which would depend on where the program runs.
 */
export function configFolder(place: Place): string | undefined {
  const parent = userFolder(place, {
    windows: 'AppData',
    mac: 'Library/Application Support',
    xdg: 'XDG_CONFIG_HOME',
    other: '.config',
  });
  return parent && join(parent, 'atlascli');
}

/** A folder for what can be made again, as Go's os.UserCacheDir finds the user's; undefined as for configFolder. */
export function cacheFolder(place: Place): string | undefined {
  const parent = userFolder(place, {
    windows: 'LocalAppData',
    mac: 'Library/Caches',
    xdg: 'XDG_CACHE_HOME',
    other: '.cache',
  });
  return parent && join(parent, 'atlascli', 'tokens');
}

/** The configuration file of a configFolder. */
export const configFileIn = (folder: string): string => join(folder, 'config.toml');
