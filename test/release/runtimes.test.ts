import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import lock from '../../package-lock.json' with { type: 'json' };
import { checkIntegrity } from '../../scripts/release/runtimes.ts';
import { TARGETS, targetsNamed } from '../../scripts/release/targets.ts';

const folder = mkdtempSync(join(tmpdir(), 'atlas-runtime-'));
const file = join(folder, 'runtime.tgz');
writeFileSync(file, 'a runtime');
afterAll(() => rmSync(folder, { recursive: true }));

const integrity = (text: string) => `sha512-${createHash('sha512').update(text).digest('base64')}`;

test('when a runtime is the one of the lock file, then it is taken', () => {
  expect(() => checkIntegrity(file, integrity('a runtime'))).not.toThrow();
});

test('when a runtime is another one, then it is refused by name', () => {
  expect(() => checkIntegrity(file, integrity('another'))).toThrow(
    /^runtime\.tgz is not the file of package-lock\.json: sha512 /,
  );
});

test.each(TARGETS)('when $name is built, then the lock file has a sum for its runtime', ({ runtime }) => {
  const packages: Record<string, { version: string; integrity?: string }> = lock.packages;
  expect(packages[`node_modules/${runtime}`]?.integrity).toMatch(/^sha512-/);
});

test('when targets are named, then those are built; all when there is no name', () => {
  expect(targetsNamed(['windows-x64', 'linux-x64']).map(({ name }) => name)).toEqual([
    'linux-x64',
    'windows-x64',
  ]);
  expect(targetsNamed([])).toBe(TARGETS);
});

test('when a target is named that there is not, then the error lists those that there are', () => {
  expect(() => targetsNamed(['plan9'])).toThrow(/^no target plan9; there are linux-x64, linux-arm64, /);
});
