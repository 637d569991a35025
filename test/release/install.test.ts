/** install.sh in different shells, with a release from a server on loopback. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tarGz } from '../../scripts/release/archives.ts';
import { below, textEntry } from '../../scripts/release/entry.ts';
import { project } from '../../scripts/release/project.ts';
import { type Finished, finished, has } from '../support/tools.ts';

const root = join(import.meta.dirname, '../..');
const script = fs.readFileSync(join(root, 'install.sh'), 'utf8');
const SHELLS = [['dash'], ['busybox', 'sh'], ['bash'], ['sh']].filter(([name = '']) => has(name));
/** A folder of its own size, which takes a mount. */
const CAN_MOUNT = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
if (!CAN_MOUNT)
  console.error('\n\n*** NOT TESTED: install.sh on a full disk. It takes root and unshare. ***\n\n');

/** What the released executable says, in place of one. */
const EXECUTABLE = '#!/bin/sh\necho "atlas version 1.2.3"\n';
/** Bytes that cannot be compressed, so that the archive is larger than the disk that is full. */
const PADDING = createHash('sha256').update('seed').digest('hex').repeat(4000);

const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

/** The files of a release for this target, by their names. */
async function releaseFor(target: string, executable = EXECUTABLE): Promise<Map<string, Buffer>> {
  const name = `atlas-1.2.3-${target}`;
  const archive = await tarGz(
    below(name, [
      { path: 'atlas', mode: 0o755, content: Buffer.from(executable + PADDING.replace(/^/, '# ')) },
      textEntry('README.txt', ''),
    ]),
    0,
  );
  // Archives of other targets, whose names begin or end alike.
  const others = ['linux-x64-musl', 'linux-arm64', 'darwin-x64'].filter((other) => other !== target);
  const sums = [
    ...others.map((other) => `${'0'.repeat(64)}  atlas-1.2.3-${other}.tar.gz`),
    `${sha256(archive)}  ${name}.tar.gz`,
    `${'0'.repeat(64)}  atlas_1.2.3_amd64.deb`,
  ];
  return new Map([
    ['SHA256SUMS', Buffer.from(`${sums.join('\n')}\n`)],
    [`${name}.tar.gz`, archive],
  ]);
}

let files: Map<string, Buffer>;
let server: Server;
let requested: string[];
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = (request.url ?? '').replace('/release/', '');
    requested.push(name);
    const content = files.get(name);
    response.writeHead(content ? 200 : 404);
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());
beforeEach(async () => {
  folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'atlas-install-')));
  for (const name of ['home', 'tmp', 'tools']) fs.mkdirSync(at(name));
  requested = [];
  files = await releaseFor('linux-x64');
  // This machine, whatever it is, is a PC with Linux and glibc.
  fake('uname', 'case $1 in -s) echo Linux ;; -m) echo x86_64 ;; esac');
  fake('ldd', 'echo "ldd (GNU libc) 2.36"');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Puts a tool into the folder that comes first in PATH. */
const fake = (name: string, lines: string) =>
  fs.writeFileSync(at(`tools/${name}`), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });

/** Makes the folder of tools the only one, with those of the machine that install.sh uses, but these. */
function withoutTools(...missing: string[]): { PATH: string } {
  const used =
    'cat chmod cp curl cut grep gzip head mkdir mktemp mv openssl rm sha256sum shasum tar wget'.split(' ');
  for (const name of used.filter((tool) => !missing.includes(tool) && has(tool))) {
    const path = spawnSync('sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).stdout.trim();
    if (!fs.existsSync(at(`tools/${name}`))) fs.symlinkSync(path, at(`tools/${name}`));
  }
  fs.symlinkSync('/bin/sh', at('tools/sh'));
  return { PATH: at('tools') };
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  /** Words before the shell's. */
  readonly within?: readonly string[];
}

function install(shell: readonly string[], { env, within = [] }: Options = {}): Promise<Finished> {
  const { port } = server.address() as AddressInfo;
  fs.writeFileSync(at('install.sh'), script);
  const shellPath = spawnSync('sh', ['-c', 'command -v "$0"', shell[0] ?? ''], {
    encoding: 'utf8',
  }).stdout.trim();
  const [file = '', ...args] = [...within, shellPath, ...shell.slice(1), at('install.sh')];
  return finished(file, args, {
    cwd: folder,
    env: {
      PATH: `${at('tools')}:${process.env['PATH']}`,
      HOME: at('home'),
      TMPDIR: at('tmp'),
      ATLAS_DOWNLOAD_URL: `http://127.0.0.1:${port}/release`,
      ...env,
    },
  });
}

const installed = (place = 'home/.local/bin/atlas') => fs.existsSync(at(place));

/** @returns what was said, when nothing was installed and nothing left behind */
function expectNothing({ status, stdout, stderr }: Finished): string {
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(installed()).toBe(false);
  expect(fs.readdirSync(at('tmp'))).toEqual([]);
  if (fs.existsSync(at('home/.local/bin'))) expect(fs.readdirSync(at('home/.local/bin'))).toEqual([]);
  return stderr;
}

describe.each(SHELLS.map((words) => [words.join(' '), words] as const))('in %s', (_, shell) => {
  test('when it is run, then the executable is installed, and PATH is explained', async () => {
    expect(await install(shell)).toEqual({
      status: 0,
      stdout: `Installed atlas 1.2.3: ${at('home/.local/bin/atlas')}
To run it as "atlas", add its folder to your PATH, for example in ~/.profile:
  export PATH="${at('home/.local/bin')}:$PATH"
`,
      stderr: '',
    });
    expect(fs.statSync(at('home/.local/bin/atlas')).mode & 0o777).toBe(0o755);
    expect(requested).toEqual(['SHA256SUMS', 'atlas-1.2.3-linux-x64.tar.gz']);
    expect(fs.readdirSync(at('tmp'))).toEqual([]);
  });

  test('when the folder is in PATH, then nothing more is said', async () => {
    const env = {
      PATH: `${at('my bin')}:${at('tools')}:${process.env['PATH']}`,
      ATLAS_INSTALL_DIR: `${at('my bin')}/`,
    };
    expect(await install(shell, { env })).toEqual({
      status: 0,
      stdout: `Installed atlas 1.2.3: ${at('my bin/atlas')}\n`,
      stderr: '',
    });
  });

  test('when another atlas comes first in PATH, then a message says so', async () => {
    fake('atlas', ':');
    const env = {
      PATH: `${at('tools')}:${process.env['PATH']}:${at('home')}`,
      ATLAS_INSTALL_DIR: at('home'),
    };
    expect((await install(shell, { env })).stdout).toBe(
      `Installed atlas 1.2.3: ${at('home/atlas')}\nAnother atlas comes first in your PATH: ${at('tools/atlas')}\n`,
    );
  });

  test('when there is an older one, then it is replaced', async () => {
    fs.mkdirSync(at('home/.local/bin'), { recursive: true });
    fs.writeFileSync(at('home/.local/bin/atlas'), 'old', { mode: 0o755 });
    expect((await install(shell)).status).toBe(0);
    expect(fs.readFileSync(at('home/.local/bin/atlas'), 'utf8')).toContain('atlas version 1.2.3');
    expect(fs.readdirSync(at('home/.local/bin'))).toEqual(['atlas']);
  });

  test.each([
    ['a Mac with Apple silicon', 'Darwin', 'arm64', 'darwin-arm64'],
    ['a Mac with an Intel processor', 'Darwin', 'x86_64', 'darwin-x64'],
    ['Linux on arm64', 'Linux', 'aarch64', 'linux-arm64'],
  ])('when the machine is %s, then it gets the archive for it', async (_name, system, machine, target) => {
    fake('uname', `case $1 in -s) echo ${system} ;; -m) echo ${machine} ;; esac`);
    fake('sysctl', 'echo 0');
    files = await releaseFor(target);
    expect(await install(shell)).toMatchObject({ status: 0, stderr: '' });
    expect(requested.at(-1)).toBe(`atlas-1.2.3-${target}.tar.gz`);
  });

  test('when Rosetta runs the shell, then it gets the archive for Apple silicon', async () => {
    fake('uname', 'case $1 in -s) echo Darwin ;; -m) echo x86_64 ;; esac');
    fake('sysctl', 'echo 1');
    files = await releaseFor('darwin-arm64');
    expect(await install(shell)).toMatchObject({ status: 0, stderr: '' });
  });

  test('when the C library is musl, then it gets the archive for that', async () => {
    fake('ldd', 'echo "musl libc (x86_64)" >&2; exit 1');
    files = await releaseFor('linux-x64-musl');
    expect(await install(shell)).toMatchObject({ status: 0, stderr: '' });
  });

  test('when the executable does not run on musl, then it says what is missing', async () => {
    fake('ldd', 'echo "musl libc (x86_64)" >&2; exit 1');
    files = await releaseFor('linux-x64-musl', '#!/bin/sh\necho "libstdc++.so.6: not found" >&2; exit 127\n');
    expect(expectNothing(await install(shell))).toBe(
      'libstdc++.so.6: not found\ninstall.sh: the executable does not run here; it needs libstdc++ (on Alpine: apk add libstdc++)\n',
    );
  });

  test.each([
    [
      'Plan9',
      'x86_64',
      `there is no executable for Plan9; see ${project.homepage}#install for other ways to install`,
    ],
    [
      'Linux',
      'riscv64',
      `there is no executable for riscv64 processors; see ${project.homepage}#install for other ways to install`,
    ],
    [
      'MINGW64_NT-10.0',
      'x86_64',
      `on Windows, use Scoop or the zip archive: see ${project.homepage}#install`,
    ],
  ])('when the system is %s on %s, then it says so', async (system, machine, message) => {
    fake('uname', `case $1 in -s) echo ${system} ;; -m) echo ${machine} ;; esac`);
    expect(expectNothing(await install(shell))).toBe(`install.sh: ${message}\n`);
    expect(requested).toEqual([]);
  });

  test('when the sum is wrong, then nothing is installed', async () => {
    const name = 'atlas-1.2.3-linux-x64.tar.gz';
    files.set(name, Buffer.concat([files.get(name) ?? Buffer.of(), Buffer.from('x')]));
    expect(expectNothing(await install(shell))).toBe(
      `install.sh: ${name} is not the file that SHA256SUMS describes; nothing was installed\n`,
    );
  });

  test('when the archive is missing, then its address is named', async () => {
    files.delete('atlas-1.2.3-linux-x64.tar.gz');
    expect(expectNothing(await install(shell))).toMatch(
      /install\.sh: cannot download http:\S+\/release\/atlas-1\.2\.3-linux-x64\.tar\.gz\n$/,
    );
  });

  test('when the release has nothing for the machine, then a message says so', async () => {
    files = await releaseFor('windows-x64');
    expect(expectNothing(await install(shell))).toMatch(
      /: the release at \S+ has no archive for linux-x64\n$/,
    );
  });

  test.each([
    [['curl', 'wget'], 'curl or wget is needed to download the release; install one of them and try again'],
    [['tar'], 'tar is needed to unpack the release; install it and try again'],
    [['gzip'], 'gzip is needed to unpack the release; install it and try again'],
    [
      ['sha256sum', 'shasum', 'openssl'],
      'sha256sum, shasum, or openssl is needed to verify the download; install one of them and try again',
    ],
  ])('when %s is missing, then it is named, and nothing is downloaded', async (missing, message) => {
    expect(expectNothing(await install(shell, { env: withoutTools(...missing) }))).toBe(
      `install.sh: ${message}\n`,
    );
    expect(requested).toEqual([]);
  });

  test.each(['curl', 'sha256sum'].filter(has))(
    'when %s is missing, then another tool does it',
    async (missing) => {
      expect(await install(shell, { env: withoutTools(missing) })).toMatchObject({ status: 0, stderr: '' });
    },
  );

  test('when there is no home, then it asks for a folder', async () => {
    expect(expectNothing(await install(shell, { env: { HOME: '' } }))).toBe(
      'install.sh: HOME is not set; set ATLAS_INSTALL_DIR to the folder to install into\n',
    );
  });

  describe.runIf(CAN_MOUNT)('on a full disk', () => {
    const small = (name: string) => [
      ...['unshare', '--mount', 'sh', '-c'],
      'mount -t tmpfs -o size=16k tmpfs "$0" && "$@"; status=$?; ls -A "$0" >&2; exit $status',
      at(name),
    ];

    test.each([
      ['home', /install\.sh: cannot write to \S+; nothing was installed\n\.local\n$/],
      ['tmp', /install\.sh: cannot (download|unpack) .+\n$/],
    ])(
      'when the disk of %s is full, then nothing is installed, and nothing is left',
      async (name, message) => {
        expect(expectNothing(await install(shell, { within: small(name) }))).toMatch(message);
      },
    );
  });
});

test('when install.sh names the project, then it is the address of package.json', () => {
  expect(new Set(script.match(/https:\/\/github\.com\/[\w-]+\/[\w-]+/g))).toEqual(
    new Set([project.homepage]),
  );
});

test.runIf(has('shellcheck'))('when ShellCheck checks install.sh, then it reports nothing', () => {
  const { status, stdout } = spawnSync('shellcheck', ['--shell=sh', join(root, 'install.sh')], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});
