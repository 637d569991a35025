import { expect, test } from 'vitest';
import { describeReaders, readersWarning } from '../../src/delivery/readers.ts';
import { fakeSystem } from '../support/inProcess/fakeSystem.ts';

const windows = (env: Record<string, string>) => fakeSystem({ platform: 'win32', env });
const ADA = { USERPROFILE: 'C:\\Users\\Ada' };

test.each([
  ['C:\\Users\\Ada\\ci.env'],
  ['c:\\users\\ada\\AppData\\Roaming\\atlascli\\x.json'],
  ['C:\\Users\\Ada\\..ci.env'],
])('when the file %s is in the user folder, then only that user can read it', (path) => {
  expect(describeReaders(path, windows(ADA))).toBe('only you can read it');
  expect(readersWarning(path, windows(ADA))).toBeUndefined();
});

test.each([
  ['C:\\keys\\ci.env', ADA],
  ['C:\\Users\\Ada\\..\\Public\\ci.env', ADA],
  ['C:\\Users\\Adam\\ci.env', ADA],
  ['D:\\ci.env', ADA],
  ['\\\\server\\share\\ci.env', ADA],
  ['C:\\Users\\Ada\\ci.env', {}],
])(
  'when the file %s is elsewhere on Windows, then everyone who can read its folder can read it',
  (path, env) => {
    expect(describeReaders(path, windows(env))).toBe('everyone who can read its folder can read it');
    expect(readersWarning(path, windows(env))).toBe('Everyone who can read its folder can read it.');
  },
);

test('when the system is not Windows, then only the user can read it', () => {
  expect(describeReaders('/tmp/ci.env', fakeSystem())).toBe('only you can read it');
});
