/** Tells who can read a new file with a key. */
import { capitalize } from '../base/words.ts';
import { path as paths } from '../system/builtins.ts';
import type { System } from '../system/system.ts';

const isWithin = (folder: string, path: string): boolean => {
  const relative = paths.win32.relative(folder, path);
  return !paths.win32.isAbsolute(relative) && relative.split('\\')[0] !== '..';
};

/**
 * Whether only the user can read a new file at this path. Windows has no file modes: a new file inherits the permissions of
 * its folder. Folders in the user's profile folder are private, others often are not.
 */
const isPrivate = (path: string, { platform, env }: Pick<System, 'platform' | 'env'>): boolean =>
  platform !== 'win32' ||
  (env['USERPROFILE'] !== undefined && isWithin(env['USERPROFILE'], paths.win32.resolve(path)));

const OTHERS_CAN_READ = 'everyone who can read its folder can read it';

/** Who can read the file, as a clause. */
export const describeReaders = (path: string, system: System): string =>
  isPrivate(path, system) ? 'only you can read it' : OTHERS_CAN_READ;

/** A sentence that warns about other readers of the file; undefined if only the user can read it. */
export const readersWarning = (path: string, system: System): string | undefined =>
  isPrivate(path, system) ? undefined : `${capitalize(OTHERS_CAN_READ)}.`;
