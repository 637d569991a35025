/** What the documents say of the code is so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** The code spans of a document that are paths of the project; what is built or written for a user is not. */
const pathsIn = (document: string): string[] =>
  [
    ...read(document)
      .replaceAll(/```[\s\S]*?```/g, '')
      .matchAll(/`((?:[\w.-]+\/)+[\w.-]*|[A-Z]+\.md)`/g),
  ]
    .map(([, path = '']) => path)
    .filter((path) => !path.startsWith('dist/'));

test.each([
  ['docs/architecture.md', 40],
  ['CONTRIBUTING.md', 20],
])('when %s names a file or folder, then it exists', (document, atLeast) => {
  const paths = pathsIn(document);
  expect(paths.length).toBeGreaterThan(atLeast);
  expect(paths.filter((path) => !existsSync(join(import.meta.dirname, '..', path)))).toEqual([]);
});

test('when CONTRIBUTING.md quotes the code, then the file has that text', () => {
  const quotes = [...read('CONTRIBUTING.md').matchAll(/from `([^`]+)`:\n\n```ts\n([\s\S]*?)\n```/g)];
  expect(quotes).toHaveLength(2);
  const words = (text: string) => text.replaceAll(/\s+/g, ' ').replace(/;$/, '');
  for (const [, file = '', code = ''] of quotes) expect(words(read(file))).toContain(words(code));
});

/** The words of each command: `organizations apiKeys create`. */
function commandsOf(definition: Definition<System>, words: string[] = []): string[] {
  if (definition === helpCommand || definition.isHidden) return [];
  if (definition.kind !== 'group') return [words.join(' ')];
  return definition.commands.flatMap((command) => commandsOf(command, [...words, command.name]));
}

test('when the README lists the commands, then the list is complete', () => {
  const [, table = ''] = /^### Commands\n([\s\S]*?)^#/m.exec(read('README.md')) ?? [];
  // `organizations apiKeys list`, `describe`: the later ones stand for the last word.
  const listed = [...table.matchAll(/^\| (`.*?`) +\|/gm)].flatMap(([, cell = '']) => {
    const [first = '', ...others] = [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words);
    return [first, ...others.map((word) => first.replace(/\S+$/, word))];
  });
  expect(listed.sort()).toEqual(commandsOf(program).sort());
});

test('when docs/security.md names a test for a guarantee, then there is a test of that title', () => {
  const rows = read('docs/security.md').match(/^\| (?!guarantee|-).*$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    const [, guarantee = '', tests = ''] = row.split(/ \| |^\| | \|$/);
    const named = tests.split('<br>').map((text) => /^`(test\/[\w/]+\.test\.ts)`: (when .+)$/.exec(text));
    expect(guarantee).toMatch(/\.$/);
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

const filesBelow = (folder: string): string[] =>
  readdirSync(join(import.meta.dirname, '..', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

/** What a file of ours imports of ours, at its start or later, types too; as paths from the project's folder. */
const importsOf = (path: string): string[] =>
  [...read(path).matchAll(/(?:from|import\() ?'(\.[^']+)'|^import '(\.[^']+)'/gm)].map(([, from, only]) =>
    posix.join(posix.dirname(path), from ?? only ?? ''),
  );

const sources = filesBelow('src');

test('when a folder of src imports from another, then that one is below it in docs/architecture.md', () => {
  const order = [...read('docs/architecture.md').matchAll(/^\| `src\/(\w+)\/`/gm)].map(
    ([, name = '']) => name,
  );
  const place = (path: string) => order.indexOf(path.split('/')[1] ?? '');
  const upwards = sources
    .filter((path) => path !== 'src/main.ts')
    .flatMap((path) => importsOf(path).map((target) => ({ path, target })))
    .filter(({ path, target }) => target !== 'package.json' && place(target) < place(path));
  expect(upwards).toEqual([]);
});

test('when a library in src imports from src, then only from itself or src/go', () => {
  const foreign = ['cli', 'gotemplate', 'go'].flatMap((folder) =>
    sources
      .filter((path) => path.startsWith(`src/${folder}/`))
      .flatMap(importsOf)
      .filter((target) => !target.startsWith(`src/${folder}/`) && !target.startsWith('src/go/')),
  );
  expect(foreign).toEqual([]);
});

/** A circle of files that import one another, if there is one. */
function circle(): string[] | undefined {
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path) || !path.startsWith('src/')) return undefined;
    for (const target of importsOf(path)) {
      const found = visit(target, [...trail, path]);
      if (found) return found;
    }
    done.add(path);
    return undefined;
  };
  for (const path of sources) {
    const found = visit(path, []);
    if (found) return found;
  }
  return undefined;
}

test('when files of src import one another, then there is no cycle', () => {
  expect(circle()).toBeUndefined();
});

const documents = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'].concat(
  readdirSync(join(import.meta.dirname, '../docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);

test.each(documents)('when %s links to a file, then that is there', (document) => {
  const links = [...read(document).matchAll(/\]\(([^)#]+?)(?:#[\w-]+)?\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, picture]) => (link ?? picture ?? '').replace(/\s/g, ''))
    .filter((link) => !/^https?:/.test(link));
  const missing = links.filter(
    (link) => !existsSync(join(import.meta.dirname, '..', posix.dirname(document), link)),
  );
  expect(missing).toEqual([]);
});

test('when docs/README.md lists the documents, then it names every one', () => {
  const listed = [...read('docs/README.md').matchAll(/\]\((?!\.\.)([\w-]+\.md)\)/g)].map(([, name]) => name);
  const present = documents.flatMap((path) => /^docs\/(.+)$/.exec(path)?.[1] ?? []);
  expect(listed.sort()).toEqual(present.filter((name) => name !== 'README.md').sort());
});
