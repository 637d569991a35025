/** A release that is built again, elsewhere and later, has the same bytes. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { archiveOf, packageOf, RELEASE, SUMS } from '../support/released.ts';

const root = join(import.meta.dirname, '../..');
const TARGETS = ['linux-x64', 'darwin-x64', 'windows-x64'].filter(archiveOf);
const SOURCES = [
  'bin',
  'src',
  'scripts',
  'docs',
  'package.json',
  'package-lock.json',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'install.sh',
];

/** When the release says that it was made: what its tar archives hold, in seconds since 1970. */
function timeOf(archive: string): number {
  const header = gunzipSync(readFileSync(archive)).subarray(0, 512);
  return Number.parseInt(header.toString('latin1', 136, 147), 8);
}

test.runIf(archiveOf('linux-x64'))(
  'when a release is made again in another folder, then every byte is the same',
  () => {
    const copy = mkdtempSync(join(tmpdir(), 'atlas-again-'));
    try {
      for (const name of SOURCES) cpSync(join(root, name), join(copy, name), { recursive: true });
      // Links to the same files: the packages are locked, and take half a gigabyte.
      execFileSync('cp', ['-al', join(root, 'node_modules'), join(copy, 'node_modules')]);
      const bun = join(copy, 'node_modules/bun/bin/bun.exe');
      const env = {
        ...process.env,
        SOURCE_DATE_EPOCH: String(timeOf(archiveOf('linux-x64') ?? '')),
        TZ: 'Asia/Tokyo',
      };
      execFileSync(bun, ['scripts/build.ts'], { cwd: copy, env });
      execFileSync(bun, ['scripts/release.ts', ...TARGETS.flatMap((name) => ['--target', name])], {
        cwd: copy,
        env,
      });
      const names = [...TARGETS.map(archiveOf), packageOf('amd64')].map((path) =>
        (path ?? '').slice(RELEASE.length + 1),
      );
      const others = [...SUMS.keys()].filter((name) => /\.(tgz|sh|cdx\.json)$/.test(name));
      const again = readFileSync(join(copy, 'dist/release/SHA256SUMS'), 'utf8');
      expect(again.trim().split('\n').sort()).toEqual(
        [...names, ...others].map((name) => `${SUMS.get(name)}  ${name}`).sort(),
      );
    } finally {
      rmSync(copy, { recursive: true });
    }
  },
);
