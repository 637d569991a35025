/** A Debian package: laid out in a folder, and packed by dpkg-deb. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzip } from './archives.ts';
import type { Completions, Manual } from './contents.ts';
import { type Entry, sorted, textEntry } from './entry.ts';
import { type Component, runtimeNotice, template } from './notices.ts';
import { project } from './project.ts';

const changelog = join(import.meta.dirname, '../../CHANGELOG.md');

/** A name as Debian's fields have it. */
const MAINTAINER = 'The atlas maintainers <maintainers@atlas.invalid>';

/** Lines of a field that follow its first: indented, a lone full stop for an empty one. */
const continued = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line.trim() === '' ? ' .' : ` ${line}`))
    .join('\n');

/** The copyright lines of a licence, without their first word; one that ends in a comma goes on. */
const holders = (texts: readonly string[]): string[] =>
  [...texts.join('\n').matchAll(/^\W*copyright\s+((?=\(c\)|.*\d{4}).*(?:(?<=,)\n.+)*)/gim)].map(
    ([, line = '']) => line.replace(/\n\s*/g, ' ').trim(),
  );

/** debian/copyright in its machine-readable form, version 1.0. */
function copyrightFile(components: readonly Component[]): string {
  const runtime = runtimeNotice();
  return template('copyright')({
    homepage: project.homepage,
    components: components.map(({ name, licence, texts }) => ({
      name,
      licence,
      copyright: holders(texts).join('\n           ') || 'its authors',
      text: continued(texts.join('\n\n') || 'The package ships no text of its licence.'),
    })),
    runtime: { version: runtime.version, text: continued(runtime.text) },
    licences: runtime.licences.map(({ id, text }) => ({ id, text: continued(text) })),
  });
}

/** A time as deb-changelog(5) has it, from RFC 5322: `Tue, 03 Feb 2026 04:05:06 +0000`. */
const changelogTime = (seconds: number): string =>
  new Date(seconds * 1000).toUTCString().replace('GMT', '+0000');

interface Parts {
  readonly executable: Uint8Array;
  readonly completions: Completions;
  readonly manual: Manual;
  readonly notices: string;
  readonly components: readonly Component[];
}

function filesOf({ executable, completions, manual, notices, components }: Parts, seconds: number): Entry[] {
  const gzipped = (path: string, text: string): Entry => ({
    path,
    mode: 0o644,
    content: gzip(Buffer.from(text)),
  });
  const debianChanges = template('changelog')({
    version: project.version,
    maintainer: MAINTAINER,
    time: changelogTime(seconds),
  });
  return [
    { path: 'usr/bin/atlas', mode: 0o755, content: executable },
    textEntry('usr/share/bash-completion/completions/atlas', completions.bash),
    textEntry('usr/share/zsh/vendor-completions/_atlas', completions.zsh),
    textEntry('usr/share/fish/vendor_completions.d/atlas.fish', completions.fish),
    textEntry('usr/share/doc/atlas/copyright', copyrightFile(components)),
    textEntry('usr/share/doc/atlas/THIRD-PARTY-NOTICES.txt', notices),
    textEntry('usr/share/lintian/overrides/atlas', template('lintian-overrides')({})),
    gzipped('usr/share/doc/atlas/changelog.gz', debianChanges),
    gzipped('usr/share/doc/atlas/NEWS.md.gz', readFileSync(changelog, 'utf8')),
    ...manual.map(({ name, text }) => gzipped(`usr/share/man/man1/${name}.gz`, text)),
  ];
}

/** Writes the files below a folder, all of one time. */
function layOut(folder: string, files: readonly Entry[], seconds: number): void {
  const made = new Set<string>();
  for (const { path, mode, content } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
    utimesSync(file, seconds, seconds);
    for (let above = dirname(file); above.length >= folder.length; above = dirname(above)) made.add(above);
  }
  // The deepest first: making a file changes the time of its folder.
  for (const above of [...made].sort((a, b) => b.length - a.length)) {
    chmodSync(above, 0o755);
    utimesSync(above, seconds, seconds);
  }
}

/**
 * Packs an executable and its files.
 * @param file the package to write
 * @param seconds the time of everything in it, since 1970
 * @throws with what dpkg-deb says, or that there is no dpkg-deb
 */
export function writeDebianPackage(
  file: string,
  architecture: 'amd64' | 'arm64',
  parts: Parts,
  seconds: number,
): void {
  const files = filesOf(parts, seconds);
  const control = template('control')({
    version: project.version,
    homepage: project.homepage,
    maintainer: MAINTAINER,
    architecture,
    // In kibibytes, each file rounded up.
    size: files.reduce((total, { content }) => total + Math.ceil(content.length / 1024), 0),
  });
  const sums = sorted(files).map(
    ({ path, content }) => `${createHash('md5').update(content).digest('hex')}  ${path}\n`,
  );
  const about = [textEntry('DEBIAN/control', control), textEntry('DEBIAN/md5sums', sums.join(''))];
  const folder = mkdtempSync(join(tmpdir(), 'atlas-deb-'));
  try {
    layOut(folder, [...files, ...about], seconds);
    // More than one thread would make the bytes depend on the number of processors.
    const options = ['--root-owner-group', '--threads-max=1', '-Zxz', '-z6'];
    const { status, stderr, error } = spawnSync('dpkg-deb', [...options, '--build', folder, file], {
      encoding: 'utf8',
      env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds) },
    });
    if (error)
      throw new Error('Debian packages are made by dpkg-deb 1.21.9 or newer, which is not installed');
    if (status !== 0) throw new Error(`dpkg-deb failed: ${stderr.trim()}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
