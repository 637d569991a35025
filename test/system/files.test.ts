/** The real file system: files that are not regular. */
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { files, isBelowFile } from '../../src/system/files.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'atlas-files-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test('when there is a regular file or nothing, then nothing is wrong with it', () => {
  fs.writeFileSync(at('file'), '');
  fs.symlinkSync('file', at('link'));
  for (const name of ['file', 'link', 'none']) expect(() => files.checkRegular(at(name))).not.toThrow();
});

test('when there is a folder, a device, or a link to one, then a message says so', () => {
  fs.symlinkSync('/dev/null', at('null'));
  const codeOf = (path: string) => {
    try {
      files.checkRegular(path);
      return undefined;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code;
    }
  };
  expect([folder, '/dev/null', at('null')].map(codeOf)).toEqual(['EISDIR', 'EFTYPE', 'EFTYPE']);
});

test('when there is a socket, then it is not a regular file', async () => {
  const server = createServer().listen(at('socket'));
  await new Promise((resolve) => server.once('listening', resolve));
  expect(() => files.checkRegular(at('socket'))).toThrow('EFTYPE');
  await new Promise((resolve) => server.close(resolve));
});

test('when a part of a path is a file, then that is seen from any depth', () => {
  fs.writeFileSync(at('file'), '');
  expect(['file/x', 'file/x/y/z', 'x', 'x/y', 'file'].map((path) => isBelowFile(at(path)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('when a new file is removed that another process has removed, then that is not an error', () => {
  const file = files.openPrivate(at('new'));
  fs.rmSync(at('new'));
  expect(() => file.remove()).not.toThrow();
});
