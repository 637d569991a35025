/** Why a file cannot be read or written, in words. */
import { codeOf, messageOf } from '../base/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EFTYPE: 'it is not a regular file',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * What a system error means to somebody who knows the file; the system's own words where there are no better ones.
 * @param special what a code means at this file alone: `{ EEXIST: 'there is one already' }`
 */
export function reasonOf(error: unknown, special: Readonly<Record<string, string>> = {}): string {
  const code = codeOf(error) ?? '';
  return special[code] ?? REASONS[code] ?? messageOf(error);
}
