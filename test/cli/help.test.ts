import { describe, expect, test } from 'vitest';
import { homepage } from '../../package.json' with { type: 'json' };
import {
  boolFlag,
  defineCommand,
  defineGroup,
  intFlag,
  type Program,
  stringFlag,
  stringsFlag,
} from '../../src/cli/define.ts';
import { helpScreen } from '../../src/cli/help.ts';
import { findPath } from '../../src/cli/tree.ts';
import { helpText } from '../../src/help/screen.ts';
import { run } from '../support/inProcess/runCommand.ts';

const list = defineCommand<never, never>({
  name: 'list',
  aliases: ['ls', 'all'],
  summary: 'List things.',
  description: 'More about it.',
  examples: [{ about: 'List page 2:', line: 'atlas things list --page 2' }],
  args: ['<ID>'],
  flags: {
    page: intFlag({ usage: 'Page.', default: 1 }),
    offset: intFlag({ usage: 'Offset.', default: 0 }),
    output: stringFlag({ usage: 'Format.', short: 'o' }),
    role: stringsFlag({ usage: 'Roles.' }),
    all: boolFlag({ usage: 'All & <everything>.' }),
  } as never,
  action: async () => {},
});

const program: Program<never> = {
  kind: 'group',
  name: 'atlas',
  summary: 'Does things.',
  version: '1',
  globalFlags: { profile: stringFlag({ usage: 'Profile.', short: 'P' }) },
  commands: [defineGroup({ name: 'things', summary: 'Things.', commands: [list] }), { ...list, name: 'x' }],
};

describe('the screen of a command', () => {
  const screen = helpScreen(findPath(program, ['things', 'list']));

  test('when it has a description, then that follows its summary', () => {
    expect(screen.text).toBe('List things. More about it.');
  });

  test('when it takes arguments, then its usage names them', () => {
    expect(screen.usage).toBe('atlas things list <ID> [flags]');
  });

  test('when it has aliases, then its own name comes first among them', () => {
    expect(screen.aliases).toEqual(['list', 'ls', 'all']);
  });

  test('when it has flags, then they are sorted and aligned with their types and defaults', () => {
    expect(screen.flags).toEqual([
      '      --all             All & <everything>.',
      '  -h, --help            help for list',
      '      --offset int      Offset.',
      '  -o, --output string   Format.',
      '      --page int        Page. (default 1)',
      '      --role strings    Roles.',
    ]);
  });

  test('when the program has global flags, then they are apart', () => {
    expect(screen.globalFlags).toEqual(['  -P, --profile string   Profile.']);
  });

  test('when it has no subcommands, then nothing is listed', () => {
    expect(screen).toMatchObject({ commands: [], moreAbout: undefined });
  });
});

describe('the screen of a group', () => {
  test('when it is the program, then all flags are its own, --version among them', () => {
    const { flags, globalFlags } = helpScreen([program]);
    expect(globalFlags).toEqual([]);
    expect(flags.map((line) => line.split(/ {3}(?=\S)/)[0]?.trimEnd())).toEqual([
      '  -h, --help',
      '  -P, --profile string',
      '  -v, --version',
    ]);
  });

  test('when it has subcommands, then their names are padded to one width', () => {
    expect(helpScreen([program]).commands).toEqual([
      { name: 'things', summary: 'Things.' },
      { name: 'x     ', summary: 'List things.' },
    ]);
  });

  test('when it has no alias, then there is no list of them', () => {
    expect(helpScreen(findPath(program, ['things'])).aliases).toEqual([]);
  });

  test('when it has subcommands, then it says how to get more help', () => {
    expect(helpScreen(findPath(program, ['things']))).toMatchObject({
      usage: 'atlas things [command]',
      moreAbout: 'atlas things',
    });
  });
});

describe('the look', () => {
  test('when a command is shown, then the blocks are in the order of cobra, with nothing escaped', () => {
    expect(helpText(findPath(program, ['things', 'list']))).toBe(`List things. More about it.

Usage:
  atlas things list <ID> [flags]

Aliases:
  list, ls, all

Examples:
  # List page 2:
  atlas things list --page 2

Flags:
      --all             All & <everything>.
  -h, --help            help for list
      --offset int      Offset.
  -o, --output string   Format.
      --page int        Page. (default 1)
      --role strings    Roles.

Global Flags:
  -P, --profile string   Profile.

Manual:
  man atlas-things-list
  ${homepage}/blob/main/docs/reference/atlas-things-list.md
`);
  });

  test('when a group is shown, then its commands are listed', () => {
    expect(helpText(findPath(program, ['things']))).toBe(`Things.

Usage:
  atlas things [command]

Available Commands:
  list   List things.

Flags:
  -h, --help   help for things

Global Flags:
  -P, --profile string   Profile.

Manual:
  man atlas-things
  ${homepage}/blob/main/docs/reference/atlas-things.md

Use "atlas things [command] --help" for more information about a command.
`);
  });
});

test.each([
  [['orgs', 'apiKeys', 'create', '--help']],
  [['-h', 'orgs', 'apiKeys', 'create']],
  [['help', 'orgs', 'apiKeys', 'create']],
])(
  'when help for create is requested as %j, then no credentials are needed and the screen is the same',
  async (words) => {
    const { status, stdout, stderr } = await run(words);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Create an API Key for your organization\. MongoDB returns the private API key only once\./,
    );
    expect(stdout).toMatch(/\n {6}--role strings {4}Role or roles that you want/);
  },
);
