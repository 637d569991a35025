/** The npm package, installed like by a user. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { packForNpm } from '../../scripts/release/npmPackage.ts';
import { packedFile } from '../../scripts/release/npmReport.ts';
import { project } from '../../scripts/release/project.ts';
import { version } from '../../src/base/version.ts';
import { NO_KEYRING, ORG_ID } from '../support/fixtures.ts';
import { type Finished, finished } from '../support/tools.ts';

const dist = join(import.meta.dirname, '../../dist');
let folder: string;
let tarball: string;
let installed: Finished;
const prefix = () => join(folder, 'prefix');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atlas-npm-'));
  mkdirSync(prefix());
  tarball = join(folder, packForNpm(folder));
  // Without a registry, whatever npm wanted to fetch would be an error; without this machine's configuration of npm,
  // npm has nothing to say about that.
  installed = await finished(
    'npm',
    ['install', '--global', '--prefix', prefix(), '--registry', 'http://127.0.0.1:9/', tarball],
    { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder } },
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['npm 11', [{ id: 'atlas@1.0.0', filename: 'atlas-1.0.0.tgz' }]],
  ['npm 12', { atlas: { id: 'atlas@1.0.0', filename: 'atlas-1.0.0.tgz' } }],
])('when %s reports what it packed, then the name of the file is found', (_, report) => {
  expect(packedFile(JSON.stringify(report))).toBe('atlas-1.0.0.tgz');
});

test('when npm reports no file, then that is an error', () => {
  expect(() => packedFile('[]')).toThrow('npm pack did not say which file it wrote: []');
});

test('when it is packed, then it contains the program, its notices, its documents, and no source', () => {
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((path) => !path.startsWith('package/docs/'));
  const isPart = (path: string) => /^package\/dist\/parts\/\w+\.mjs$/.test(path);
  const isManual = (path: string) => /^package\/dist\/man\/atlas[\w-]*\.1$/.test(path);
  expect(files.filter(isPart).length).toBeGreaterThan(10);
  expect(files.filter(isManual)).toHaveLength(readdirSync(join(dist, 'man')).length);
  expect(files.filter((path) => !isPart(path) && !isManual(path)).sort()).toEqual([
    'package/CHANGELOG.md',
    'package/LICENSE',
    'package/README.md',
    'package/dist/THIRD-PARTY-NOTICES.txt',
    'package/dist/atlas.mjs',
    'package/package.json',
  ]);
});

test('when it is installed without a registry, then npm prints no warning', () => {
  expect(installed).toMatchObject({ status: 0, stderr: '' });
});

test('when it is installed, then nothing is installed beside it, and no script was run for it', () => {
  const modules = join(prefix(), 'lib/node_modules');
  const [scope = '', name = ''] = project.name.split('/');
  expect(readdirSync(modules)).toEqual([scope]);
  expect(readdirSync(join(modules, scope))).toEqual([name]);
  expect(existsSync(join(modules, project.name, 'node_modules'))).toBe(false);
  const { scripts, dependencies, devDependencies } = JSON.parse(
    readFileSync(join(modules, project.name, 'package.json'), 'utf8'),
  );
  expect({ scripts, dependencies, devDependencies }).toEqual({});
});

test('when it is installed, then man finds its pages', () => {
  expect(readdirSync(join(prefix(), 'share/man/man1'))).toContain('atlas-organizations-apiKeys-create.1');
});

test('when the installed program is run, then it prints its version', async () => {
  expect(await finished(join(prefix(), 'bin/atlas'), ['--version'])).toEqual({
    status: 0,
    stdout: expect.stringMatching(`^atlas version ${version.replaceAll('.', '\\.')} \\(node `),
    stderr: '',
  });
});

test('when the installed program creates a key, then the response is recovered', async () => {
  const atlas = await startSandbox();
  const env = { PATH: process.env['PATH'], HOME: folder, ...NO_KEYRING, ...atlas.env };
  const args = [
    'organizations',
    'apiKeys',
    'create',
    '--desc',
    'npm',
    '--role',
    'ORG_MEMBER',
    '--orgId',
    ORG_ID,
  ];
  const result = await finished(join(prefix(), 'bin/atlas'), args, { cwd: folder, env });
  await atlas.close();
  expect(result).toEqual({
    status: 0,
    stdout: expect.stringMatching(/\nPrivate API Key \S+\n$/),
    stderr: '',
  });
});
