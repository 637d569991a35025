/** Power failures at any point while config.toml is written: nothing after that point runs, not even the clean-up. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { editConfigFile } from '../../../src/config/file/edit.ts';
import { files } from '../../../src/system/files.ts';
import type { Files, System } from '../../../src/system/system.ts';
import { fakeSystem } from '../../support/inProcess/fakeSystem.ts';

const OLD = "# mine\n[ci]\norg_id = 'old'\n";
const NEW = OLD.replace('old', 'new');

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(join(tmpdir(), 'atlas-power-'));
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const folder = () => join(home, '.config/atlascli');
const config = () => join(folder(), 'config.toml');

/** The real file system, of which nothing works after so many operations. */
function failingAfter(count: number): { files: Files; done: string[] } {
  const done: string[] = [];
  const counted =
    <A extends unknown[], R>(name: string, operation: (...args: A) => R) =>
    (...args: A): R => {
      if (done.length >= count) throw new Error('the power is off');
      done.push(name);
      return operation(...args);
    };
  const wrapped = Object.entries(files).map(([name, operation]) => [name, counted(name, operation)]);
  return { files: Object.fromEntries(wrapped), done };
}

async function change(given: Files): Promise<unknown> {
  let random = 0;
  const system: System = {
    ...fakeSystem({ env: { HOME: home } }),
    files: given,
    // Another process than the one before draws other numbers.
    randomHex: (bytes) => `${process.hrtime.bigint()}${++random}`.slice(-bytes * 2).padStart(bytes * 2, '0'),
    now: () => Date.now(),
  };
  return editConfigFile(system, (editor) => editor.set('ci', 'org_id', 'new')).catch((error) => error);
}

/** How many operations a whole change takes. */
async function operations(): Promise<string[]> {
  const { files: counted, done } = failingAfter(Number.POSITIVE_INFINITY);
  expect(await change(counted)).toBeUndefined();
  return done;
}

/** Makes whatever lock was left old enough to be taken for abandoned: the power was off for a minute and more. */
function later(): void {
  const before = new Date(Date.now() - 120_000);
  for (const name of fs.readdirSync(folder()).filter((entry) => entry.includes('.lock')))
    fs.utimesSync(join(folder(), name), before, before);
}

describe.each([
  ['a file', OLD],
  ['no file', undefined],
])('with %s before', (_, before) => {
  const put = () => {
    fs.rmSync(folder(), { recursive: true, force: true });
    fs.mkdirSync(folder(), { recursive: true });
    if (before !== undefined) fs.writeFileSync(config(), before);
  };
  const read = () => (fs.existsSync(config()) ? fs.readFileSync(config(), 'utf8') : undefined);
  const after = before === undefined ? `[ci]\norg_id = 'new'\n` : NEW;

  test('when the power fails during any operation, then the file is the old or the new one, and the next run works', async () => {
    put();
    const all = await operations();
    expect(all).toContain('rename');
    const seen = new Set<string | undefined>();
    for (let count = 0; count < all.length; count++) {
      put();
      const { files: failing } = failingAfter(count);
      const error = await change(failing);
      const left = read();
      expect([before, after], `after ${all.slice(0, count).join(', ')}`).toContain(left);
      // What fails once the change is made, at the lock's release, is no failure of the change.
      expect(error === undefined ? left : String(error)).toMatch(
        error === undefined ? after : /the power is off/,
      );
      seen.add(left);
      later();
      expect(await change(files)).toBeUndefined();
      expect(read()).toBe(after);
      expect(fs.readdirSync(folder())).toEqual(['config.toml']);
    }
    expect([...seen]).toEqual([before, after]);
  });
});
