/** What the documents say of the code is so. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import type { Definition } from '../src/cli/define.ts';
import { helpCommand } from '../src/cli/tree.ts';
import { program } from '../src/commands/index.ts';
import type { System } from '../src/system/system.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

test('when docs/architecture.md shows a command, then its file and its group have that text', () => {
  const [, chapter = ''] = /^## A new command\n([\s\S]*?)^## /m.exec(read('docs/architecture.md')) ?? [];
  const [file, line] = [...chapter.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
  expect(read('src/commands/organizations/describe.ts')).toContain(file);
  expect(read('src/commands/organizations/index.ts')).toContain(line);
});

/** The words of each command: `organizations apiKeys create`. */
function leaves(definition: Definition<System>, words: string[] = []): string[] {
  if (definition === helpCommand || definition.isHidden) return [];
  if (definition.kind !== 'group') return [words.join(' ')];
  return definition.commands.flatMap((command) => leaves(command, [...words, command.name]));
}

test('when the README lists the commands, then they are those that there are', () => {
  const [, table = ''] = /^### Commands\n([\s\S]*?)^#/m.exec(read('README.md')) ?? [];
  // `organizations apiKeys list`, `describe`: the later ones stand for the last word.
  const listed = [...table.matchAll(/^\| (`.*?`) +\|/gm)].flatMap(([, cell = '']) => {
    const [first = '', ...others] = [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words);
    return [first, ...others.map((word) => first.replace(/\S+$/, word))];
  });
  expect(listed.sort()).toEqual(leaves(program).sort());
});

test('when docs/security.md names a test for a promise, then there is one of that title', () => {
  const rows = read('docs/security.md').match(/^\| (?!promise|-).*$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    const [, promise = '', tests = ''] = row.split(/ \| |^\| | \|$/);
    const named = tests.split('<br>').map((text) => /^`(test\/[\w/]+\.test\.ts)`: (when .+)$/.exec(text));
    expect(promise).toMatch(/\.$/);
    for (const found of named) {
      expect(found, row).not.toBeNull();
      const [, file = '', title = ''] = found ?? [];
      expect(read(file), file).toContain(title);
    }
  }
});

test('when docs/architecture.md lists the folders, then it names every folder of the source', () => {
  const folders = readdirSync(join(import.meta.dirname, '../src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}/`);
  const listed = [...read('docs/architecture.md').matchAll(/^\| `(src\/\w+\/)`/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(folders.sort());
});

test('when src/cli and src/gotemplate import something, then it is their own or a package', () => {
  for (const folder of ['cli', 'gotemplate'])
    for (const name of readdirSync(join(import.meta.dirname, '../src', folder)))
      expect(read(`src/${folder}/${name}`), `${folder}/${name}`).not.toMatch(/from '\.\.\//);
});

/** The files of src itself that any folder may import. */
const BOTTOM = ['errors', 'goTime', 'version', 'words', 'zodSetup'].map((name) => `src/${name}.ts`);

const filesBelow = (folder: string): string[] =>
  readdirSync(join(import.meta.dirname, '..', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

/** What a file of ours imports of ours, at its start or later, types too; as paths from the project's folder. */
const importsOf = (path: string): string[] =>
  [...read(path).matchAll(/(?:from|import\() ?'(\.[^']+)'|^import '(\.[^']+)'/gm)].map(([, from, only]) =>
    posix.join(posix.dirname(path), from ?? only ?? ''),
  );

test('when a folder of src imports from another, then that one stands below it in docs/architecture.md', () => {
  const order = [...read('docs/architecture.md').matchAll(/^\| `src\/(\w+)\/`/gm)].map(
    ([, name = '']) => name,
  );
  const upwards = order.flatMap((folder, at) =>
    filesBelow(`src/${folder}`)
      .flatMap((path) => importsOf(path).map((target) => ({ path, target })))
      .filter(({ target }) => !order.slice(at).some((lower) => target.startsWith(`src/${lower}/`)))
      .filter(({ target }) => !BOTTOM.includes(target)),
  );
  expect(upwards).toEqual([]);
});
