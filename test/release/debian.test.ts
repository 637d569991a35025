/** The Debian package, as dpkg reads it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { writeDebianPackage } from '../../scripts/release/debian.ts';
import { componentsOf } from '../../scripts/release/notices.ts';
import { version } from '../../src/base/version.ts';
import { has } from '../support/tools.ts';

const HAS_DPKG = has('dpkg-deb');
/** dpkg installs into another root by chroot(2). */
const CAN_INSTALL = HAS_DPKG && process.getuid?.() === 0;
if (!CAN_INSTALL)
  console.error('\n\n*** NOT TESTED: installing the Debian package. That takes dpkg, and root. ***\n\n');

const TIME = 1_700_000_000;
const PARTS = {
  executable: Buffer.from('#!/bin/sh\n'),
  manual: [{ name: 'atlas.1', text: '.TH ATLAS 1 "" "atlas 1" "manual"\n.SH NAME\natlas \\- test\n' }],
  completions: { bash: 'for bash\n', zsh: 'for zsh\n', fish: 'for fish\n', powershell: 'for powershell\n' },
  notices: 'notices\n',
  components: componentsOf(['node_modules/commander', 'node_modules/jsonpath-plus']),
};

let folder: string;
let deb: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas-deb-'));
  deb = join(folder, 'atlas.deb');
  if (HAS_DPKG) writeDebianPackage(deb, 'amd64', PARTS, TIME);
});
afterAll(() => rmSync(folder, { recursive: true }));

const dpkgDeb = (...args: string[]): string =>
  execFileSync('dpkg-deb', args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' } });

test.runIf(HAS_DPKG)('when the same package is made twice, then the bytes are the same', () => {
  const again = join(folder, 'again.deb');
  writeDebianPackage(again, 'amd64', PARTS, TIME);
  expect(readFileSync(again).equals(readFileSync(deb))).toBe(true);
});

test('when there is no dpkg-deb, then the error says what is missing', () => {
  vi.stubEnv('PATH', folder);
  expect(() => writeDebianPackage(join(folder, 'x.deb'), 'amd64', PARTS, TIME)).toThrow(
    'Debian packages are made by dpkg-deb 1.21.9 or newer, which is not installed',
  );
  vi.unstubAllEnvs();
});

describe.runIf(HAS_DPKG)('as dpkg-deb reads it', () => {
  test('when its fields are requested, then they name version, architecture, and the program it clashes with', () => {
    expect(dpkgDeb('-f', deb, 'Package', 'Version', 'Architecture', 'Depends', 'Conflicts')).toBe(
      `Package: atlas\nVersion: ${version}\nArchitecture: amd64\nDepends: libc6 (>= 2.17)\nConflicts: mongodb-atlas-cli\n`,
    );
  });

  test('when its files are listed, then each is where Debian wants it, owned by root', () => {
    const lines = dpkgDeb('-c', deb).trim().split('\n');
    expect(lines.filter((line) => !/ root\/root /.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('-')).map((line) => line.replace(/ .* /, ' '))).toEqual([
      '-rwxr-xr-x ./usr/bin/atlas',
      '-rw-r--r-- ./usr/share/bash-completion/completions/atlas',
      '-rw-r--r-- ./usr/share/doc/atlas/NEWS.md.gz',
      '-rw-r--r-- ./usr/share/doc/atlas/THIRD-PARTY-NOTICES.txt',
      '-rw-r--r-- ./usr/share/doc/atlas/changelog.gz',
      '-rw-r--r-- ./usr/share/doc/atlas/copyright',
      '-rw-r--r-- ./usr/share/fish/vendor_completions.d/atlas.fish',
      '-rw-r--r-- ./usr/share/lintian/overrides/atlas',
      '-rw-r--r-- ./usr/share/man/man1/atlas.1.gz',
      '-rw-r--r-- ./usr/share/zsh/vendor-completions/_atlas',
    ]);
  });

  describe('unpacked', () => {
    let root: string;
    const read = (path: string) => readFileSync(join(root, path));
    beforeAll(() => {
      root = mkdtempSync(join(folder, 'unpacked-'));
      dpkgDeb('-x', deb, root);
    });

    test('when the completion scripts are read, then each is that of its shell', () => {
      expect(read('usr/share/bash-completion/completions/atlas').toString()).toBe('for bash\n');
      expect(read('usr/share/zsh/vendor-completions/_atlas').toString()).toBe('for zsh\n');
      expect(read('usr/share/fish/vendor_completions.d/atlas.fish').toString()).toBe('for fish\n');
    });

    test('when the changelogs are read, then Debian has its form, and ours is beside it', () => {
      expect(gunzipSync(read('usr/share/doc/atlas/NEWS.md.gz')).toString()).toMatch(/^# Changelog\n/);
      expect(gunzipSync(read('usr/share/doc/atlas/changelog.gz')).toString()).toBe(
        `atlas (${version}) unstable; urgency=medium\n\n  * Release ${version}. /usr/share/doc/atlas/NEWS.md.gz says what changed.\n\n -- The atlas maintainers <maintainers@atlas.invalid>  Tue, 14 Nov 2023 22:13:20 +0000\n`,
      );
    });

    test('when the copyright file is read, then each paragraph is well-formed, and holders are named', () => {
      const paragraphs = read('usr/share/doc/atlas/copyright').toString().trim().split(/\n\n+/);
      for (const paragraph of paragraphs)
        expect(paragraph).toMatch(/^[A-Z][\w-]*: .+(\n( .*|[A-Z][\w-]*: .+))*$/);
      expect(paragraphs[0]).toMatch(/^Format: \S+copyright-format\/1\.0\/\n/);
      const commander = paragraphs.find((text) => text.startsWith('Files: node_modules/commander/*\n'));
      expect(commander).toMatch(/\nCopyright: \(c\) 2011 TJ Holowaychuk .*\nLicense: MIT\n/);
      const jsonPath = paragraphs.find((text) => text.startsWith('Files: node_modules/jsonpath-plus/*\n'));
      expect(jsonPath).toMatch(/\nCopyright: .*Mike Brevoort, Robert Krahn/);
      expect(paragraphs.some((text) => text.startsWith('License: LGPL-2.1-or-later\n'))).toBe(true);
    });
  });
});

describe.runIf(CAN_INSTALL)('in a clean root', () => {
  let root: string;

  /** An empty root that has the packages of these names. */
  beforeEach(() => {
    root = mkdtempSync(join(folder, 'root-'));
    for (const path of ['var/lib/dpkg/info', 'var/lib/dpkg/updates', 'var/lib/dpkg/triggers', 'usr/bin'])
      mkdirSync(join(root, path), { recursive: true });
  });

  const installedAre = (packages: Record<string, string>): void => {
    const paragraphs = Object.entries(packages).map(
      ([name, number]) =>
        `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nMaintainer: x <x@x.invalid>\nDescription: x\nVersion: ${number}\n`,
    );
    writeFileSync(join(root, 'var/lib/dpkg/status'), paragraphs.join('\n'));
    for (const name of Object.keys(packages))
      writeFileSync(join(root, `var/lib/dpkg/info/${name}.list`), '/.\n');
  };

  const dpkg = (...args: string[]) =>
    spawnSync('dpkg', [`--root=${root}`, '--force-architecture', '--force-script-chrootless', ...args], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });

  test('when it is installed, then the program is there, and dpkg finds every file as it was packed', () => {
    installedAre({ libc6: '2.36-9' });
    expect(dpkg('--install', deb)).toMatchObject({ status: 0, stderr: '' });
    expect(statSync(join(root, 'usr/bin/atlas')).mode & 0o777).toBe(0o755);
    expect(dpkg('--verify', 'atlas')).toMatchObject({ status: 0, stdout: '' });
    writeFileSync(join(root, 'usr/bin/atlas'), 'changed');
    expect(dpkg('--verify', 'atlas').stdout).toContain('/usr/bin/atlas');
  });

  test.each(['--remove', '--purge'])('when %s removes it, then nothing is left', (action) => {
    installedAre({ libc6: '2.36-9' });
    dpkg('--install', deb);
    expect(dpkg(action, 'atlas')).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(join(root, 'usr'))).toBe(false);
    expect(readFileSync(join(root, 'var/lib/dpkg/status'), 'utf8')).not.toContain('Package: atlas\n');
  });

  test('when an older version is installed, then it is upgraded, and what only that one had is gone', () => {
    const older = mkdtempSync(join(folder, 'older-'));
    dpkgDeb('-R', deb, older);
    const control = join(older, 'DEBIAN/control');
    writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*$/m, 'Version: 0.0.1'));
    writeFileSync(join(older, 'usr/bin/atlas'), 'older');
    writeFileSync(join(older, 'usr/bin/atlas-old'), 'older');
    dpkgDeb('--root-owner-group', '--build', older, join(folder, 'older.deb'));
    installedAre({ libc6: '2.36-9' });
    expect(dpkg('--install', join(folder, 'older.deb'))).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(root, 'usr/bin/atlas'), 'utf8')).toBe('older');
    const upgraded = dpkg('--install', deb);
    expect(upgraded).toMatchObject({ status: 0, stderr: '' });
    expect(upgraded.stdout).toContain(`Unpacking atlas (${version}) over (0.0.1)`);
    expect(readFileSync(join(root, 'usr/bin/atlas'), 'utf8')).toBe('#!/bin/sh\n');
    expect(existsSync(join(root, 'usr/bin/atlas-old'))).toBe(false);
    expect(dpkg('--verify', 'atlas')).toMatchObject({ status: 0, stdout: '' });
  });

  test('when the Atlas CLI is installed, then dpkg refuses', () => {
    installedAre({ libc6: '2.36-9', 'mongodb-atlas-cli': '1.30.0' });
    const { status, stderr } = dpkg('--install', deb);
    expect(status).not.toBe(0);
    expect(stderr).toContain('atlas conflicts with mongodb-atlas-cli');
  });

  test('when the C library is too old, then dpkg does not configure it', () => {
    installedAre({ libc6: '2.13-38' });
    const { status, stderr } = dpkg('--install', deb);
    expect(status).not.toBe(0);
    expect(stderr).toContain('atlas depends on libc6 (>= 2.17)');
  });
});
