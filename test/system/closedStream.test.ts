/** Which standard streams count as closed, with data from real systems. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type StreamProbe, wasClosed } from '../../src/system/closedStream.ts';
import { procSelf } from '../../src/system/procfs.ts';

const refuse = (what: string) => (): never => {
  throw new Error(`a system call that no test expected: ${what}`);
};

const probe = (facts: Partial<StreamProbe>): StreamProbe => ({
  platform: 'linux',
  isBun: true,
  isCharacterDevice: () => true,
  isTerminal: () => false,
  pathOf: refuse('readlink'),
  flagsOf: refuse('fdinfo'),
  read: refuse('read'),
  ...facts,
});

const error = (code: string) => (): never => {
  throw Object.assign(new Error(code), { code });
};

test.each<[string, Partial<StreamProbe>, boolean]>([
  ['Bun opened it itself', { pathOf: () => '/dev/null', flagsOf: () => 0o2100002 }, true],
  [
    'a parent gave /dev/null for reading and writing',
    { pathOf: () => '/dev/null', flagsOf: () => 0o100002 },
    false,
  ],
  ['a shell gave /dev/null for writing', { pathOf: () => '/dev/null', flagsOf: () => 0o100001 }, false],
  ['it is a file', { pathOf: () => '/tmp/x', flagsOf: () => 0o2100002 }, false],
  ['it is a pipe', { isCharacterDevice: () => false }, false],
  ['Node runs the program', { isBun: false }, false],
  ['/proc is not mounted', { pathOf: error('ENOENT') }, false],
  ['there is no such descriptor', { isCharacterDevice: error('EBADF') }, true],
])('when %s on Linux, then whether it is closed is %s', async (_, facts, isClosed) => {
  expect(await wasClosed(1, probe(facts))).toBe(isClosed);
});

test.each<[string, Partial<StreamProbe>, boolean]>([
  ['the runtime opened NUL', { read: () => 0 }, true],
  ['a shell redirected it to NUL', { read: error('EBADF') }, false],
  ['it is a terminal', { isTerminal: () => true }, false],
  ['it is a pipe', { isCharacterDevice: () => false }, false],
])(
  'when %s on Windows, then whether it is closed is %s, and nothing below /proc is read',
  async (_, facts, isClosed) => {
    expect(await wasClosed(1, probe({ platform: 'win32', ...facts }))).toBe(isClosed);
  },
);

test('when the system is macOS, then nothing below /proc is read', async () => {
  expect(await wasClosed(1, probe({ platform: 'darwin' }))).toBe(false);
});

test.each(['win32', 'darwin', 'freebsd'])(
  'when the system is %s, then no path leads below /proc',
  (platform) => {
    expect(procSelf('fd/1', platform)).toBeUndefined();
  },
);

test('when a file of the program names a path below /proc, then it is the one that knows on which system', () => {
  const src = join(import.meta.dirname, '../../src');
  const naming = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => /['"`]\/proc/.test(readFileSync(join(src, name), 'utf8')));
  expect(naming).toEqual(['system/procfs.ts']);
});
