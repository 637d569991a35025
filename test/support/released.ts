/** What `npm run release` has built; a release takes minutes, so tests take the one that there is. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../../src/base/version.ts';

const dist = join(import.meta.dirname, '../../dist');

export const RELEASE = join(dist, 'release');

const changed = (name: string): number =>
  existsSync(join(dist, name)) ? statSync(join(dist, name)).mtimeMs : 0;

/** Whether there is a release, and it is of the program that is tested. */
const isCurrent = changed('release/SHA256SUMS') > changed('atlas');

if (!isCurrent)
  console.error('\n\n*** NOT TESTED: the release. There is none of this program: npm run release ***\n\n');

/** The names of files by their sums; nothing where there is no release. */
export const SUMS: ReadonlyMap<string, string> = new Map(
  isCurrent
    ? readFileSync(join(RELEASE, 'SHA256SUMS'), 'utf8')
        .trim()
        .split('\n')
        .map((line): [string, string] => [line.slice(66), line.slice(0, 64)])
    : [],
);

/** The archive of a target, if it was built. */
export function archiveOf(target: string): string | undefined {
  const name = `atlas-${version}-${target}.${target.startsWith('windows') ? 'zip' : 'tar.gz'}`;
  return SUMS.has(name) ? join(RELEASE, name) : undefined;
}

/** The Debian package of an architecture, if it was built. */
export function packageOf(architecture: string): string | undefined {
  const name = `atlas_${version}_${architecture}.deb`;
  return SUMS.has(name) ? join(RELEASE, name) : undefined;
}

/** Unpacks an archive into a new folder. @returns the one folder in it */
export function unpacked(archive: string, below = tmpdir()): string {
  const folder = mkdtempSync(join(below, 'atlas-unpacked-'));
  if (archive.endsWith('.zip')) execFileSync('unzip', ['-q', archive, '-d', folder]);
  else execFileSync('tar', ['-xzf', archive, '-C', folder]);
  return join(folder, archive.replace(/^.*\/|\.(zip|tar\.gz)$/g, ''));
}
