/** Who can read a new file that holds a key. */
import { capitalize } from '../base/words.ts';
import { path as paths } from '../system/builtins.ts';
import type { System } from '../system/system.ts';

const isWithin = (folder: string, path: string): boolean => {
  const relative = paths.win32.relative(folder, path);
  return !paths.win32.isAbsolute(relative) && relative.split('\\')[0] !== '..';
};

/**
 * Whether the user alone can read a new file at this path. Windows has no file modes: there a new file takes the rights
 * of its folder, which are the user's own within the user's profile folder, and often everybody's outside.
 */
const isPrivate = (path: string, { platform, env }: Pick<System, 'platform' | 'env'>): boolean =>
  platform !== 'win32' ||
  (env['USERPROFILE'] !== undefined && isWithin(env['USERPROFILE'], paths.win32.resolve(path)));

const OTHERS_CAN_READ = 'whoever can read its folder can read it';

/** Who can read the file, as half a sentence. */
export const describeReaders = (path: string, system: System): string =>
  isPrivate(path, system) ? 'only you can read it' : OTHERS_CAN_READ;

/** The same as a sentence, where others than the user may be able to read the file. */
export const readersWarning = (path: string, system: System): string | undefined =>
  isPrivate(path, system) ? undefined : `${capitalize(OTHERS_CAN_READ)}.`;
