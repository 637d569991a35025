import { expect, test } from 'vitest';
import { windowsNameProblem } from '../../src/system/windowsNames.ts';

const DEVICE = 'it is a device, not a regular file';

test.each([
  'NUL',
  'nul',
  'Con',
  'prn',
  'AUX',
  'COM1',
  'com0',
  'LPT9',
  'COM¹',
  'CONIN$',
  'conout$',
  'NUL.txt',
  'nul.tar.gz',
  'NUL ',
  'NUL .txt',
  'NUL.',
  'NUL:',
  'nul:stream',
  'C:NUL',
  'C:\\keys\\NUL',
  'keys/aux.env',
  '\\\\.\\NUL',
  '//./COM1',
  '\\\\.\\pipe\\keys',
  '\\\\?\\C:\\keys\\nul',
])('when the path is %j, then it is that of a device', (path) => {
  expect(windowsNameProblem(path)).toBe(DEVICE);
});

test.each([
  ['a?b', '?'],
  ['a*b', '*'],
  ['a<b', '<'],
  ['a>b', '>'],
  ['a|b', '|'],
  ['a"b', '"'],
  ['ci.env:hidden', ':'],
  ['C:\\k?ys\\ci.env', '?'],
  ['C:\\C:\\ci.env', ':'],
  ['a\tb', '\t'],
])('when the path is %j, then the message names %j', (path, character) => {
  expect(windowsNameProblem(path)).toBe(
    `its name contains ${JSON.stringify(character)}, which Windows does not allow`,
  );
});

test.each([
  'ci.env',
  'C:ci.env',
  'C:\\keys\\ci.env',
  'c:/keys/ci.env',
  '..\\ci.env',
  '\\\\server\\share\\ci.env',
  '\\\\?\\C:\\keys\\ci.env',
  'null',
  'NULL.txt',
  'console',
  'com10',
  'COM',
  'nul-1.env',
  'my.nul',
  'Schlüssel für CI.env',
  '',
])('when the path is %j, then it may be that of a file', (path) => {
  expect(windowsNameProblem(path)).toBeUndefined();
});
