/** Explains errors of reading and writing files. */
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
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EFTYPE: 'it is not a regular file',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * Explains a system error to a user who knows the file; the message of the system if there is no better one.
 * @param special explanations for this file: `{ EEXIST: 'it already exists' }`
 */
export function reasonOf(error: unknown, special: Readonly<Record<string, string>> = {}): string {
  const code = codeOf(error) ?? '';
  return special[code] ?? REASONS[code] ?? messageOf(error);
}

/** The names of iconv's encodings in PowerShell's Get-Content. */
const POWERSHELL_ENCODINGS = {
  'UTF-16LE': 'Unicode',
  'UTF-16BE': 'BigEndianUnicode',
  'UTF-32LE': 'UTF32',
  'UTF-32BE': 'BigEndianUTF32',
} as const;

/** How to convert a file to UTF-8 in place. Keeps its permissions, because it can contain secrets. */
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
