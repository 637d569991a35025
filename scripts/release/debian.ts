/** A Debian package (deb(5)), written here so that neither dpkg nor root is needed and its bytes depend on nothing else. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json' with { type: 'json' };
import type { Completions } from './contents.ts';
import { below, type Entry, sorted, textEntry } from './entry.ts';
import { type Component, runtimeNotice, template } from './notices.ts';
import { gzip, tarGz } from './tar.ts';

const changelog = join(import.meta.dirname, '../../CHANGELOG.md');

/** The archive that holds a package's parts, as ar(1) of System V and Debian's tools write it. */
function ar(members: readonly { name: string; content: Uint8Array }[], seconds: number): Buffer {
  const parts = members.flatMap(({ name, content }) => {
    const fields = [
      [name, 16],
      [String(seconds), 12],
      ['0', 6],
      ['0', 6],
      ['100644', 8],
      [String(content.length), 10],
    ] as const;
    const header = `${fields.map(([text, width]) => text.padEnd(width)).join('')}\`\n`;
    return [Buffer.from(header), content, Buffer.from(content.length % 2 === 1 ? '\n' : '')];
  });
  return Buffer.concat([Buffer.from('!<arch>\n'), ...parts]);
}

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

interface Parts {
  readonly executable: Uint8Array;
  readonly completions: Completions;
  readonly notices: string;
  readonly components: readonly Component[];
}

function filesOf({ executable, completions, notices, components }: Parts): Entry[] {
  const changes = gzip(readFileSync(changelog));
  return below('.', [
    { path: 'usr/bin/atlas', mode: 0o755, content: executable },
    textEntry('usr/share/bash-completion/completions/atlas', completions.bash),
    textEntry('usr/share/zsh/vendor-completions/_atlas', completions.zsh),
    textEntry('usr/share/fish/vendor_completions.d/atlas.fish', completions.fish),
    textEntry('usr/share/doc/atlas/copyright', copyrightFile(components)),
    textEntry('usr/share/doc/atlas/THIRD-PARTY-NOTICES.txt', notices),
    { path: 'usr/share/doc/atlas/changelog.gz', mode: 0o644, content: changes },
  ]);
}

/**
 * The package of an executable.
 * @param seconds the time of everything in it, since 1970
 */
export function debianPackage(architecture: 'amd64' | 'arm64', parts: Parts, seconds: number): Buffer {
  const files = filesOf(parts);
  const control = template('control')({
    version,
    architecture,
    // In kibibytes, each file rounded up.
    size: files.reduce((total, { content }) => total + Math.ceil(content.length / 1024), 0),
  });
  const sums = sorted(files)
    .map(
      ({ path, content }) =>
        `${createHash('md5').update(content).digest('hex')}  ${path.replace(/^\.\//, '')}\n`,
    )
    .join('');
  const about = below('.', [textEntry('control', control), textEntry('md5sums', sums)]);
  return ar(
    [
      { name: 'debian-binary', content: Buffer.from('2.0\n') },
      { name: 'control.tar.gz', content: tarGz(about, seconds) },
      { name: 'data.tar.gz', content: tarGz(files, seconds) },
    ],
    seconds,
  );
}
