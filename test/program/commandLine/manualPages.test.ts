/** The manual pages and the Markdown pages, as other programs read them. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { defineCommand, defineGroup, type Program, stringFlag } from '../../../src/cli/define.ts';
import { program as atlas } from '../../../src/commands/index.ts';
import { manualPages, markdownPages } from '../../../src/help/pages.ts';
import { has } from '../../support/tools.ts';

const list = defineCommand<never, never>({
  name: 'list',
  summary: 'List things.',
  description: '.starts like a request\n\n  source <(it) | "x"\n\nC:\\new\\table and --flag',
  examples: [{ about: 'List a|b:', line: 'atlas things list --name "a\\b"' }],
  args: ['<ID>'],
  argumentUsages: ['ID of *the* thing.'],
  flags: {
    name: stringFlag({ usage: 'Name | <of> it_all.', required: true }),
    own: stringFlag({ usage: 'Own.', extension: true }),
  } as never,
  action: async () => {},
});
const program: Program<never> = {
  kind: 'group',
  name: 'atlas',
  summary: 'Does things.',
  version: '1',
  globalFlags: { profile: stringFlag({ usage: 'Profile.', short: 'P' }) },
  commands: [defineGroup<never>({ name: 'things', summary: 'Things.', commands: [list] })],
};

const atlasManual = [...(await manualPages(atlas))];

describe('a page for man', () => {
  test.runIf(has('man'))('when man shows it, then text is shown as it is', async () => {
    const page = (await manualPages(program)).get('atlas-things-list.1');
    const { stdout, stderr } = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-P', 'cat', '-l', '-'], {
      input: page,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], MANWIDTH: '100', LC_ALL: 'C.UTF-8', MAN_KEEP_FORMATTING: '' },
    });
    expect(stderr).toBe('');
    for (const text of [
      'atlas-things-list - List things',
      'atlas things list <ID> [options]',
      '.starts like a request',
      'source <(it) | "x"',
      'C:\\new\\table and --flag',
      'Required. Name | <of> it_all.',
      'Own. Not in the Atlas CLI.',
      'atlas things list --name "a\\b"',
      'atlas-things(1)',
    ])
      expect(stdout).toContain(text);
  });

  test.runIf(has('man')).each(atlasManual)('when man formats %s, then it prints no warning', (_, page) => {
    const { status, stderr } = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', '-'], {
      input: page,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], MANWIDTH: '80', LC_ALL: 'C.UTF-8' },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('a page in Markdown', () => {
  test('when text has marks of Markdown, then they are text, and no cell of a table ends early', async () => {
    const page = (await markdownPages(program)).get('atlas-things-list.md');
    expect(page).toContain('| `--name string` | **Required.** Name \\| \\<of\\> it\\_all. |\n');
    expect(page).toContain('| `--own string` | Own. Not in the Atlas CLI. |\n');
    expect(page).toContain('| `ID` | ID of \\*the\\* thing. |\n');
    expect(page).toContain('```sh\nsource <(it) | "x"\n```\n');
  });

  test('when it links to other pages, then they exist', async () => {
    const pages = await markdownPages(atlas);
    const links = [...pages.values()].flatMap((page) =>
      [...page.matchAll(/\]\(([^)]+\.md)\)/g)].map(([, to]) => to),
    );
    expect(links.length).toBeGreaterThan(pages.size);
    expect(links.filter((to) => !pages.has(to ?? ''))).toEqual([]);
  });
});
