/** The archives, as the tools of users read them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gzip, tar, tarGz, zip } from '../../scripts/release/archives.ts';
import { below, type Entry, textEntry } from '../../scripts/release/entry.ts';
import { has } from '../support/tools.ts';

/** 2026-02-03 04:05:06 UTC. */
const TIME = Date.UTC(2026, 1, 3, 4, 5, 6) / 1000;
const ENTRIES: Entry[] = below('atlas-1', [
  textEntry('completions/ä.fish', 'complete\n'),
  { path: 'atlas', mode: 0o755, content: Buffer.alloc(70_000, 'x') },
  textEntry('Z', ''),
]);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas-archive-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(file: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const written = (name: string, content: Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};

function expectUnpacked(): void {
  expect(readFileSync(join(folder, 'atlas-1/completions/ä.fish'), 'utf8')).toBe('complete\n');
  expect(readFileSync(join(folder, 'atlas-1/atlas'))).toEqual(Buffer.alloc(70_000, 'x'));
  expect(readFileSync(join(folder, 'atlas-1/Z'), 'utf8')).toBe('');
  expect(statSync(join(folder, 'atlas-1/atlas')).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, 'atlas-1/Z')).mode & 0o777).toBe(0o644);
}

for (const tool of ['tar', 'unzip'])
  if (!has(tool)) console.error(`\n\n*** NOT TESTED: archives as ${tool} sees them. It is missing. ***\n\n`);

describe('a tar archive', () => {
  test.runIf(has('tar'))('when tar unpacks it, then files, bytes and permissions are there', async () => {
    run('tar', '-xpzf', written('a.tar.gz', await tarGz(ENTRIES, TIME)));
    expectUnpacked();
  });

  test.runIf(has('tar'))(
    'when tar lists it, then all is sorted, owned by root, and of one time',
    async () => {
      const lines = run('tar', '-tvzf', written('a.tar.gz', await tarGz(ENTRIES, TIME)))
        .trim()
        .split('\n');
      expect(lines.map((line) => line.replace(/ +/g, ' '))).toEqual([
        'drwxr-xr-x root/root 0 2026-02-03 04:05 atlas-1/',
        '-rw-r--r-- root/root 0 2026-02-03 04:05 atlas-1/Z',
        '-rwxr-xr-x root/root 70000 2026-02-03 04:05 atlas-1/atlas',
        'drwxr-xr-x root/root 0 2026-02-03 04:05 atlas-1/completions/',
        '-rw-r--r-- root/root 9 2026-02-03 04:05 atlas-1/completions/ä.fish',
      ]);
    },
  );

  test('when the files come in another order, then the bytes are the same', async () => {
    expect((await tar([...ENTRIES].reverse(), TIME)).equals(await tar(ENTRIES, TIME))).toBe(true);
  });

  test.runIf(has('tar'))('when a path is longer than a name may be, then it is whole', async () => {
    const path = `${'a'.repeat(120)}/${'b'.repeat(120)}`;
    expect(run('tar', '-tf', written('a.tar', await tar([textEntry(path, '')], TIME)))).toContain(`${path}
`);
  });

  test('when it is compressed, then no time, name or system is in the header', () => {
    const compressed = gzip(Buffer.from('text'));
    expect([...compressed.subarray(3, 8)]).toEqual([0, 0, 0, 0, 0]);
    expect(compressed[9]).toBe(255);
    expect(gunzipSync(compressed).toString()).toBe('text');
  });
});

describe('a zip archive', () => {
  test.runIf(has('unzip'))('when unzip unpacks it, then files, bytes and permissions are there', async () => {
    run('unzip', '-q', written('a.zip', await zip(ENTRIES, TIME)));
    expectUnpacked();
  });

  test.runIf(has('unzip'))('when unzip checks it, then sums and sizes are right', async () => {
    expect(run('unzip', '-t', written('a.zip', await zip(ENTRIES, TIME)))).toContain('No errors detected');
  });

  test.runIf(has('unzip'))('when unzip lists it, then all is sorted and of one time', async () => {
    const lines = run('unzip', '-Z', '-T', written('a.zip', await zip(ENTRIES, TIME)))
      .split('\n')
      .slice(2, 5);
    expect(lines.map((line) => line.replace(/^(\S+) .* (\S+ \S+)$/, '$1 $2'))).toEqual([
      '-rw-r--r-- 20260203.040506 atlas-1/Z',
      '-rwxr-xr-x 20260203.040506 atlas-1/atlas',
      '-rw-r--r-- 20260203.040506 atlas-1/completions/ä.fish',
    ]);
  });

  test('when the files come in another order, then the bytes are the same', async () => {
    expect((await zip([...ENTRIES].reverse(), TIME)).equals(await zip(ENTRIES, TIME))).toBe(true);
  });
});
