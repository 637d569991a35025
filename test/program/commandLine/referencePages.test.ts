/** `npm run check` finds reference pages that are not up to date, and `npm run docs` updates them. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const page = 'reference/atlas-projects-list.md';
let folder: string;

function docs(...args: string[]): { status: number | null; stderr: string } {
  const bun = join(root, 'node_modules/bun/bin/bun.exe');
  const { status, stderr } = spawnSync(bun, [join(root, 'scripts/docs.ts'), ...args, folder], {
    encoding: 'utf8',
  });
  return { status, stderr };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas-docs-'));
  for (const name of ['command', 'reference'])
    cpSync(join(root, 'docs', name), join(folder, name), { recursive: true });
  expect(docs()).toEqual({ status: 0, stderr: '' });
});
afterEach(() => rmSync(folder, { recursive: true }));

const spoilt: [string, () => void, string][] = [
  ['changed', () => writeFileSync(join(folder, page), 'changed\n'), `${page} is stale`],
  ['missing', () => rmSync(join(folder, page)), `${page} is missing`],
  [
    'of a command that is gone',
    () => writeFileSync(join(folder, 'command/atlas-gone.txt'), ''),
    'command/atlas-gone.txt is superfluous',
  ],
];

test.each(spoilt)(
  'when a page is %s, then the check names it and fails, and npm run docs fixes it',
  (_, spoil, complaint) => {
    const good = readFileSync(join(folder, page), 'utf8');
    spoil();
    expect(docs('--check')).toEqual({ status: 1, stderr: `${join(folder, complaint)}: run npm run docs\n` });
    docs();
    expect(readFileSync(join(folder, page), 'utf8')).toBe(good);
    expect(readdirSync(join(folder, 'command'))).not.toContain('atlas-gone.txt');
  },
);

test('when all pages are up to date, then the check passes', () => {
  expect(docs('--check')).toEqual({ status: 0, stderr: '' });
});
