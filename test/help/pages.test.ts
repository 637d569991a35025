import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  boolFlag,
  defineGroup,
  intFlag,
  type Program,
  stringFlag,
  stringsFlag,
} from '../../src/cli/define.ts';
import { allPaths, wordsOf } from '../../src/cli/tree.ts';
import { program as atlas } from '../../src/commands/index.ts';
import { mirroredPages } from '../../src/help/pages.ts';
import { hbs } from '../../src/output/hbs.ts';
import { atlasCommand } from '../../src/runner/command.ts';

const list = atlasCommand({
  name: 'list',
  aliases: ['ls', 'all'],
  summary: 'List things.',
  description: 'Load it:\n\n  source it\n\nThen go on.',
  examples: [
    { about: 'List page 2:', line: 'atlas things list a --page 2' },
    { about: 'List page 3:', line: 'atlas things list a --page 3' },
  ],
  args: ['<ID>'],
  argumentUsages: ['Which *things*.'],
  flags: {
    page: intFlag({ usage: 'Page.', default: 1 }),
    offset: intFlag({ usage: 'Offset.', default: 0 }),
    output: stringFlag({ usage: 'Format.', short: 'o' }),
    role: stringsFlag({ usage: 'Roles.', required: true }),
    all: boolFlag({ usage: 'All & <everything>.' }),
    envFile: stringFlag({ usage: 'Where to.', extension: true }),
  },
  output: () => ({
    schema: async () => z.array(z.object({ id: z.string(), createdAt: z.string() })),
    text: hbs`ID\tCREATED AT
{{#each (rows this)}}
{{value id}}\t{{time createdAt}}
{{/each}}
`,
  }),
  input: () => ({}),
  run: async () => ({}),
});

const plain = { ...list, name: 'plain', flags: {} as never, args: [] };
const program: Program<never> = {
  kind: 'group',
  name: 'atlas',
  summary: 'Does things.',
  version: '1',
  globalFlags: { profile: stringFlag({ usage: 'Profile.', short: 'P' }) },
  commands: [
    defineGroup<never>({ name: 'things', summary: 'Things.', commands: [list as never, plain as never] }),
  ],
};
const pages = await mirroredPages(program);

/** The text below a heading, up to the next one. */
function section(file: string, title: string): string | undefined {
  const text = pages.get(file) ?? '';
  return new RegExp(`^${title}\n-+\n\n([\\s\\S]*?)(?=^[^\n]+\n---|(?![\\s\\S]))`, 'm').exec(text)?.[1];
}

const tableOf = (rows: string[][]): string =>
  [
    '.. list-table::\n   :header-rows: 1\n   :widths: 20 10 10 60\n',
    ...[['Name', 'Type', 'Required', 'Description'], ...rows].map((cells) =>
      cells.map((cell, index) => `   ${index === 0 ? '*' : ' '} - ${cell}`).join('\n'),
    ),
  ].join('\n');

test('when the page of create is made, then it is the mirrored one, byte for byte', async () => {
  const name = 'atlas-organizations-apiKeys-create.txt';
  expect((await mirroredPages(atlas)).get(name)).toBe(
    readFileSync(join(import.meta.dirname, '../fixtures', name), 'utf8'),
  );
});

test('when pages are made, then each command but help has one, and each group', async () => {
  const names = allPaths(atlas)
    .filter((path) => !path.at(-1)?.isHidden)
    .map((path) => `${wordsOf(path).replaceAll(' ', '-')}.txt`);
  const made = [...(await mirroredPages(atlas)).keys()].filter((name) => !name.endsWith('-extensions.txt'));
  expect(made).toEqual(names.filter((name) => name !== 'atlas-help.txt'));
});

test.each(allPaths(atlas).map((path) => [wordsOf(path), path.at(-1)] as const))(
  'when %s takes arguments, then its definition says what each is',
  (_, definition) => {
    if (definition?.kind !== 'command' || definition.args === 'any') return;
    expect(definition.argumentUsages ?? []).toHaveLength(definition.args.length);
  },
);

describe('the page of a command', () => {
  const file = 'atlas-things-list.txt';

  test('when it takes arguments, then the syntax names them and a table describes them', () => {
    expect(section(file, 'Syntax')).toContain('\n   atlas things list <ID> [options]\n');
    expect(section(file, 'Arguments')?.trim()).toBe(tableOf([['ID', 'string', 'true', 'Which *things*.']]));
  });

  test('when it has flags, then they are sorted, with types and defaults, without extensions', () => {
    expect(section(file, 'Options')?.trim()).toBe(
      tableOf([
        ['--all', '', 'false', 'All & <everything>.'],
        ['-h, --help', '', 'false', 'help for list'],
        ['--offset', 'int', 'false', 'Offset.'],
        ['-o, --output', 'string', 'false', 'Format.'],
        ['--page', 'int', 'false', 'Page. This value defaults to 1.'],
        ['--role', 'strings', 'true', 'Roles.'],
      ]),
    );
  });

  test('when it has extensions, then they have their own page, which links back', () => {
    const own = 'atlas-things-list-extensions.txt';
    expect(section(own, 'Options')?.trim()).toBe(tableOf([['--envFile', 'string', 'false', 'Where to.']]));
    expect(pages.get(own)).toContain(':ref:`atlas-things-list`');
  });

  test('when it has no extensions, then there is no page for them', () => {
    expect([...pages.keys()]).toEqual([
      'atlas.txt',
      'atlas-things.txt',
      'atlas-things-list.txt',
      'atlas-things-list-extensions.txt',
      'atlas-things-plain.txt',
    ]);
  });

  test('when it prints a list, then the sample is its template with placeholders, aligned', () => {
    expect(section(file, 'Output')).toMatch(/\n {3}ID {5}CREATED AT\n {3}<Id> {3}<CreatedAt>\n {3}\n\n$/);
  });

  test('when it has aliases, then they are listed without its name', () => {
    expect(section(file, 'Aliases')).toBe('``ls``, ``all``\n\n');
  });

  test('when its description has an indented paragraph, then that is a literal block', () => {
    expect(pages.get(file)).toContain('\nLoad it::\n\n  source it\n\nThen go on.\n');
  });

  test('when it has examples, then each has a block, and the page ends with the last', () => {
    expect(pages.get(file)).toMatch(
      /List page 2:\n {3}atlas things list a --page 2\n\n\.\. code-block::\n {3}:copyable: false\n\n {3}# List page 3:\n {3}atlas things list a --page 3\n$/,
    );
  });
});

describe('the page of a group', () => {
  test('when it has commands, then they are related to it, by reference and in the tree of contents', () => {
    expect(section('atlas-things.txt', 'Related Commands')).toBe(`* :ref:\`atlas-things-list\` - List things.
* :ref:\`atlas-things-plain\` - List things.

.. toctree::
   :titlesonly:

   list </command/atlas-things-list>
   plain </command/atlas-things-plain>
`);
  });

  test('when it is a group, then it has no syntax and inherits the global options', () => {
    expect(section('atlas-things.txt', 'Syntax')).toBeUndefined();
    expect(section('atlas-things.txt', 'Inherited Options')).toContain('-P, --profile');
  });

  test('when it is the program, then the global options are its own', () => {
    expect(section('atlas.txt', 'Options')).toContain('-P, --profile');
    expect(section('atlas.txt', 'Inherited Options')).toBeUndefined();
  });
});
