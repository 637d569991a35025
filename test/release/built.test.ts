/** The files of a release: they are complete, and run if this machine can run them. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { signatureFault } from '../../scripts/release/macho.ts';
import { TARGETS } from '../../scripts/release/targets.ts';
import { version } from '../../src/base/version.ts';
import { NO_KEYRING, ORG_ID } from '../support/fixtures.ts';
import { archiveOf, packageOf, RELEASE, SUMS, unpacked } from '../support/released.ts';
import {
  CAN_ENTER_ROOTS,
  copyLibraries,
  inRoot,
  MUSL_ROOT,
  OLD_GLIBC_ROOT,
  rootOf,
  rootWith,
} from '../support/roots.ts';
import { type Finished, finished, has } from '../support/tools.ts';

const dist = join(import.meta.dirname, '../../dist');
const BUILT = TARGETS.filter(({ name }) => archiveOf(name));
const IS_X64 = process.platform === 'linux' && process.arch === 'x64';
const SYSROOT = '/usr/aarch64-linux-gnu';
const QEMU = ['qemu-aarch64-static', 'qemu-aarch64'].find(has);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas-built-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A create by a released program, against the sandbox. */
async function createBy(command: readonly string[]): Promise<Finished> {
  const atlas = await startSandbox();
  const [file = '', ...args] = command;
  const create = [
    'organizations',
    'apiKeys',
    'create',
    '--desc',
    'x',
    '--role',
    'ORG_MEMBER',
    '--orgId',
    ORG_ID,
  ];
  const env = { PATH: process.env['PATH'], HOME: '/', ...NO_KEYRING, ...atlas.env };
  const result = await finished(file, [...args, ...create], { env, cwd: folder });
  await atlas.close();
  return result;
}

const KEY = {
  status: 0,
  stdout: expect.stringMatching(/^API Key '\w{24}' created\.\n.*\nPrivate API Key \S+\n$/),
  stderr: '',
};

const NEEDS_PROC = {
  status: 1,
  stdout: '',
  stderr: expect.stringMatching(
    /^Error: cannot read \/proc\/self\/maps, which this program needs\nMount .*\n$/,
  ),
};

/** Tests that need more than is here; what they need is said. */
function testWhere(possible: boolean, needs: string) {
  if (BUILT.length > 0 && !possible) console.error(`\n\n*** NOT TESTED: the release on ${needs} ***\n\n`);
  return test.runIf(BUILT.length > 0 && possible);
}

test.runIf(BUILT.length > 0)(
  'when checksums are computed, then they are those of SHA256SUMS, and no file is missing there',
  () => {
    const files = readdirSync(RELEASE).filter((name) => name !== 'SHA256SUMS');
    const sums = files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(RELEASE, name)))
        .digest('hex'),
    ]);
    expect(Object.fromEntries(sums)).toEqual(Object.fromEntries(SUMS));
  },
);

describe.runIf(BUILT.length > 0).each(BUILT)('the archive for $name', (target) => {
  let root: string;
  beforeAll(() => {
    root = unpacked(archiveOf(target.name) ?? '', folder);
  });

  test('when it is unpacked, then program, licences and completions are there', () => {
    const windows = target.system === 'windows';
    expect(readdirSync(root).sort()).toEqual(
      [
        windows ? 'LICENSE.txt' : 'LICENSE',
        'README.txt',
        'THIRD-PARTY-NOTICES.txt',
        windows ? 'atlas.exe' : 'atlas',
        'completions',
        ...(windows ? [] : ['man']),
      ].sort(),
    );
    if (!windows)
      expect(readFileSync(join(root, 'man/man1/atlas-projects-list.1'), 'utf8')).toBe(
        readFileSync(join(dist, 'man/atlas-projects-list.1'), 'utf8'),
      );
    const script = execFileSync(join(dist, 'atlas'), ['completion', 'zsh'], { encoding: 'utf8' });
    expect(readFileSync(join(root, 'completions/_atlas'), 'utf8')).toBe(script);
    expect(readdirSync(join(root, 'completions')).sort()).toEqual([
      '_atlas',
      'atlas.bash',
      'atlas.fish',
      'atlas.ps1',
    ]);
  });

  test('when its README is read, then it says what the program requires', () => {
    expect(readFileSync(join(root, 'README.txt'), 'utf8').replaceAll('\r', '')).toContain(
      `Needs        ${target.needs}\n`,
    );
  });

  test.runIf(target.system === 'darwin')(
    'when its signature is checked, then every page has its hash',
    () => {
      expect(signatureFault(readFileSync(join(root, 'atlas')))).toBeUndefined();
    },
  );
});

testWhere(IS_X64 && archiveOf('linux-x64') !== undefined, 'Linux on x64: another machine, or not built.')(
  'when the program for Linux on x64 is unpacked, then it is the one that all other tests run, byte for byte',
  () => {
    const root = unpacked(archiveOf('linux-x64') ?? '', folder);
    expect(readFileSync(join(root, 'atlas')).equals(readFileSync(join(dist, 'atlas')))).toBe(true);
  },
);

testWhere(
  IS_X64 && CAN_ENTER_ROOTS && has('dpkg') && packageOf('amd64') !== undefined,
  'a clean Debian: takes dpkg, root, and unshare.',
)(
  'when the Debian package is installed where there is only the C library, then the program creates a key',
  async () => {
    const root = mkdtempSync(join(folder, 'root-'));
    for (const path of ['var/lib/dpkg/info', 'var/lib/dpkg/updates', 'var/lib/dpkg/triggers', 'proc'])
      mkdirSync(join(root, path), { recursive: true });
    const libc = [
      'Package: libc6',
      'Status: install ok installed',
      'Architecture: amd64',
      'Version: 2.36',
      'Maintainer: x',
      'Description: x',
    ];
    writeFileSync(join(root, 'var/lib/dpkg/status'), `${libc.join('\n')}\n`);
    writeFileSync(join(root, 'var/lib/dpkg/info/libc6.list'), '/.\n');
    execFileSync('dpkg', [`--root=${root}`, '--install', packageOf('amd64') ?? '']);
    copyLibraries(join(root, 'usr/bin/atlas'), root);
    expect(await createBy(inRoot(root))).toEqual(KEY);
  },
);

for (const architecture of ['amd64', 'arm64'])
  testWhere(
    packageOf(architecture) !== undefined && has('lintian'),
    `Debian's policy (${architecture}): takes lintian.`,
  )(`when lintian checks the package for ${architecture}, then it reports nothing`, async () => {
    const lintian = await finished('lintian', ['--allow-root', packageOf(architecture) ?? '']);
    expect(lintian).toMatchObject({ status: 0, stdout: '' });
  });

testWhere(
  archiveOf('linux-arm64') !== undefined && QEMU !== undefined && existsSync(SYSROOT),
  'Linux on arm64: takes qemu-user and libc6-arm64-cross.',
)(
  'when the program for Linux on arm64 runs in an emulator, then it says its version and creates a key',
  async () => {
    const root = unpacked(archiveOf('linux-arm64') ?? '', folder);
    const command = [QEMU ?? '', '-L', SYSROOT, join(root, 'atlas')] as const;
    expect(await finished(command[0], [...command.slice(1), '--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`atlas version ${version} `),
    });
    expect(await createBy(command)).toEqual(KEY);
  },
);

testWhere(
  archiveOf('linux-x64-musl') !== undefined && CAN_ENTER_ROOTS && existsSync(MUSL_ROOT),
  'Linux with musl: takes root, and test/release/muslRoot.sh node_modules/.cache/musl-root.',
)('when the program for Linux with musl runs where musl is, then it creates a key', async () => {
  const program = join(unpacked(archiveOf('linux-x64-musl') ?? '', folder), 'atlas');
  const root = rootWith(program, MUSL_ROOT, folder);
  expect(await createBy(inRoot(root))).toEqual(KEY);
  expect(await createBy(inRoot(root, { withoutProc: true }))).toEqual(NEEDS_PROC);
});

testWhere(
  IS_X64 && archiveOf('linux-x64') !== undefined && CAN_ENTER_ROOTS && existsSync(OLD_GLIBC_ROOT),
  'an old glibc: takes root, and test/release/oldGlibcRoot.sh node_modules/.cache/old-glibc-root.',
)('when the program for Linux runs with glibc 2.31, then it creates a key', async () => {
  expect(await createBy(inRoot(rootWith(join(dist, 'atlas'), OLD_GLIBC_ROOT, folder)))).toEqual(KEY);
});

for (const name of ['linux-x64', 'linux-arm64'])
  testWhere(archiveOf(name) !== undefined && has('readelf'), `what ${name} asks of glibc: takes readelf.`)(
    `when the symbols of the program for ${name} are read, then glibc 2.17 has them all`,
    () => {
      const program = join(unpacked(archiveOf(name) ?? '', folder), 'atlas');
      const versions = execFileSync('readelf', ['--version-info', '--wide', program], { encoding: 'utf8' });
      const minors = [...versions.matchAll(/Name: GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
      expect(Math.max(...minors)).toBe(17);
      expect(versions).not.toMatch(/Name: (GLIBCXX|CXXABI|GCC)_/);
    },
  );

describe.runIf(IS_X64 && CAN_ENTER_ROOTS && archiveOf('linux-x64') !== undefined)(
  'on an unusual Linux',
  () => {
    let root: string;
    beforeAll(() => {
      root = rootOf(join(dist, 'atlas'), folder);
    });

    test.each([
      ['the root is read-only', { readOnly: true }],
      ['the user has no name', { user: 12345 }],
      ['the root is read-only and the user has no name', { readOnly: true, user: 12345 }],
    ])('when %s, then the program creates a key', async (_, entering) => {
      expect(await createBy(inRoot(root, entering))).toEqual(KEY);
    });

    test('when /proc is not mounted, then the program says so', async () => {
      expect(await createBy(inRoot(root, { withoutProc: true }))).toEqual(NEEDS_PROC);
    });
  },
);
