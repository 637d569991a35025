/**
 * A fork replaces the owner of the project. `repository` in package.json decides who that is: what the release makes is
 * derived from it, and the files that cannot be derived are compared with it here.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { downloadUrl, project } from '../scripts/release/project.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const [, address = '', owner = '', name = ''] =
  /^git\+(https:\/\/github\.com\/([\w-]+)\/([\w-]+))\.git$/.exec(manifest.repository.url) ?? [];

test('when package.json names the project, then each time the same', () => {
  expect({ homepage: manifest.homepage, bugs: manifest.bugs, name: manifest.name }).toEqual({
    homepage: address,
    bugs: `${address}/issues`,
    name: `@${owner}/${name}`,
  });
});

test('when the release names itself, then as the repository of package.json', () => {
  expect(project.homepage).toBe(address);
  expect(downloadUrl('x')).toBe(`${address}/releases/download/v${manifest.version}/x`);
});

/** Every way to name the owner, with the owner in the first group, and the files that must name it that way. */
const WAYS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /github\.com\/([\w-]+)\//g,
    ['README.md', 'SECURITY.md', 'CHANGELOG.md', 'install.sh', '.github/ISSUE_TEMPLATE/config.yml'],
  ],
  [/brew install ([\w-]+)\/tap\/atlas/g, ['README.md']],
  [/@([\w-]+)\/atlas\b/g, ['README.md']],
  [/\b([\w-]+)-atlas-(?:\d|VERSION)/g, ['README.md', 'docs/releasing.md']],
  [/--repo ([\w-]+)\/atlas/g, ['SECURITY.md']],
  [/^\* @([\w-]+)\/maintainers$/gm, ['.github/CODEOWNERS']],
  [/git grep -lz ([\w-]+) /g, ['docs/releasing.md']],
];

test.each(WAYS)('when a file names the owner like %s, then as package.json does', (way, files) => {
  for (const file of files) {
    const owners = [...read(file).matchAll(way)].map(([, named]) => named);
    expect({ file, owners: [...new Set(owners)] }).toEqual({ file, owners: [owner] });
  }
});

test.runIf(existsSync(join(root, '.git')))(
  'when any file names the owner, then the way is one of those that are checked',
  () => {
    const files = execFileSync('git', ['grep', '-lz', '--fixed-strings', owner], {
      cwd: root,
      encoding: 'utf8',
    });
    const checked = WAYS.flatMap(([, paths]) => paths);
    const others = files.split('\0').filter((file) => file !== '' && !checked.includes(file));
    expect(others.sort()).toEqual(['package-lock.json', 'package.json']);
  },
);

test('when a workflow names a repository, then it takes the one that it runs in', () => {
  for (const file of ['.github/workflows/ci.yml', '.github/workflows/release.yml'])
    expect(read(file)).not.toMatch(/github\.com\/|--repo /);
  expect(read('.github/workflows/release.yml')).toMatch(/GH_REPO: \$\{\{ github\.repository \}\}/);
});
