/** Why a file cannot be read or written, in words. */
import { codeOf, messageOf } from '../base/errors.ts';
import { quoteForPowerShell, quoteForShell } from '../base/words.ts';
import type { EncodingError } from './utf8.ts';

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

/** What Get-Content calls the encodings of iconv. */
const POWERSHELL_ENCODINGS = {
  'UTF-16LE': 'Unicode',
  'UTF-16BE': 'BigEndianUnicode',
  'UTF-32LE': 'UTF32',
  'UTF-32BE': 'BigEndianUTF32',
} as const;

/** How to turn a file into UTF-8, in its place and with its permissions: it may hold secrets. */
export function conversionHint(path: string, { found }: EncodingError, platform: string): string {
  if (found === 'NUL') return 'Remove it with an editor.';
  const byEditor = 'Save it as UTF-8 with an editor';
  if (platform === 'win32') {
    if (!found) return `${byEditor}.`;
    const file = quoteForPowerShell(path);
    return `Convert it in PowerShell: (Get-Content -Raw -Encoding ${POWERSHELL_ENCODINGS[found]} ${file}) | Set-Content -NoNewline -Encoding utf8 ${file}`;
  }
  const [file, old] = [quoteForShell(path), quoteForShell(`${path}.old`)];
  const convert = (from: string) => `cp -p ${file} ${old} && iconv -f ${from} -t UTF-8 ${old} >${file}`;
  return found ? `Convert it: ${convert(found)}` : `${byEditor}; if it is Latin-1: ${convert('ISO-8859-1')}`;
}
