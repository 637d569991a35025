/** Where the configuration lives, and what can be made again. */
import { path as paths } from '../system/builtins.ts';
import type { System } from '../system/system.ts';

type Platform = Pick<System, 'env' | 'platform'>;

/** Whether node:path would take the path as it is: absolute, without empty parts and dots. Loading that takes Bun 0.2 ms. */
const isPlain = (path: string): boolean => /^(?:\/(?!\.{1,2}(?:\/|$))[^/]+)+$/.test(path);

/** A path below a folder, as node:path joins them. */
export const joinPath = (folder: string, name: string): string =>
  isPlain(folder) ? `${folder}/${name}` : paths.join(folder, name);

/** What a platform names: a variable on Windows, folders of the home elsewhere, and a variable that stands in for them. */
function userFolder(
  { env, platform }: Platform,
  names: { windows: string; mac: string; xdg: string; other: string },
): string | undefined {
  const inHome = (name: string) => (env['HOME'] ? joinPath(env['HOME'], name) : undefined);
  const folder =
    platform === 'win32'
      ? env[names.windows]
      : platform === 'darwin'
        ? inHome(names.mac)
        : env[names.xdg] || inHome(names.other);
  return folder && (isPlain(folder) || paths.isAbsolute(folder)) ? folder : undefined;
}

/**
 * The folder of the configuration file, as Go's os.UserConfigDir finds the user's: undefined when the environment
 * does not tell (no HOME), or tells a relative path, which would depend on where the program runs.
 */
export function configFolder(place: Platform): string | undefined {
  const parent = userFolder(place, {
    windows: 'AppData',
    mac: 'Library/Application Support',
    xdg: 'XDG_CONFIG_HOME',
    other: '.config',
  });
  return parent && joinPath(parent, 'atlascli');
}

/** A folder for what can be made again, as Go's os.UserCacheDir finds the user's; undefined as for configFolder. */
export function cacheFolder(place: Platform): string | undefined {
  const parent = userFolder(place, {
    windows: 'LocalAppData',
    mac: 'Library/Caches',
    xdg: 'XDG_CACHE_HOME',
    other: '.cache',
  });
  return parent && joinPath(parent, 'atlascli/tokens');
}

/** The configuration file of a configFolder. */
export const configFileIn = (folder: string): string => joinPath(folder, 'config.toml');
