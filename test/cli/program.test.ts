import { describe, expect, test } from 'vitest';
import {
  boolFlag,
  defineCommand,
  defineGroup,
  type Program,
  stringFlag,
  stringsFlag,
} from '../../src/cli/define.ts';
import { runProgram } from '../../src/cli/program.ts';
import { checkRequiredFlags, findPath, helpCommand, wordsOf } from '../../src/cli/tree.ts';

/** What a line came to: `help atlas orgs`, `version`, or the invocation of a command. */
type Outcome =
  | string
  | { path: string; values: Record<string, unknown>; given: string[]; args: readonly string[] };

const recorded = (name: string, args: readonly string[] | 'any' = [], flags = {}) =>
  defineCommand<(outcome: Outcome) => void, Record<string, never>>({
    name,
    aliases: name === 'list' ? ['ls'] : [],
    summary: `${name} things.`,
    args,
    flags: {
      desc: stringFlag({ usage: '' }),
      role: stringsFlag({ usage: '' }),
      all: boolFlag({ usage: '', short: 'a' }),
      ...flags,
    } as never,
    action: async ({ values, given, args: words }, record) =>
      record({ path: `atlas orgs ${name}`, values, given: [...given], args: words }),
  });

const program: Program<(outcome: Outcome) => void> = {
  kind: 'group',
  name: 'atlas',
  summary: 'Does things.',
  version: '1.2.3',
  globalFlags: { profile: stringFlag({ usage: '', short: 'P' }) },
  commands: [
    defineGroup({
      name: 'orgs',
      aliases: ['org'],
      summary: 'Organizations.',
      commands: [
        recorded('create'),
        recorded('list'),
        recorded('describe', ['<ID>']),
        recorded('set', ['<name>', '<value>']),
        recorded('echo', 'any'),
        recorded('grant', [], { role: stringFlag({ usage: '', required: true }) }),
      ],
    }),
    helpCommand,
  ],
};

async function outcomeOf(...words: string[]): Promise<Outcome> {
  let outcome: Outcome | undefined;
  const record = (one: Outcome) => {
    if (outcome !== undefined) throw new Error('two outcomes');
    outcome = one;
  };
  await runProgram(program, words, {
    context: async () => record,
    help: async (path) => record(`help ${wordsOf(path)}`),
    version: async ({ version }) => record(`version ${version}`),
    complete: async (typed) => record(`complete ${typed.join(' ')}`),
  });
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

const errorOf = async (...words: string[]): Promise<string> => {
  const outcome = await outcomeOf(...words).catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome.message;
  throw new Error(`no error, but ${JSON.stringify(outcome)}`);
};

describe('finding the command', () => {
  test('when the words name a command, then it is called with the canonical words and its values', async () => {
    expect(await outcomeOf('org', 'create', '--desc', 'x')).toEqual({
      path: 'atlas orgs create',
      values: { desc: 'x', role: [], all: false, help: false, profile: undefined },
      given: ['desc'],
      args: [],
    });
  });

  test('when a command is called by its alias, then it is the command of that name', async () => {
    expect(await outcomeOf('orgs', 'ls')).toMatchObject({ path: 'atlas orgs list' });
  });

  test.each([
    [['-P', 'ci', 'orgs', 'create', '--desc', 'x']],
    [['--profile=ci', 'orgs', 'create', '--desc', 'x']],
    [['orgs', '--profile', 'ci', 'create', '--desc', 'x']],
    [['orgs', '-Pci', 'create', '--desc', 'x']],
    [['--desc', 'x', 'orgs', 'create', '-P', 'ci']],
    [['orgs', '--desc=x', 'create', '-P=ci']],
    [['orgs', 'create', '-P', 'ci', '--desc', 'x']],
  ])('when flags are before, between or after the words as in %j, then they count anyway', async (words) => {
    expect(await outcomeOf(...words)).toMatchObject({
      path: 'atlas orgs create',
      values: { profile: 'ci', desc: 'x' },
    });
  });

  test('when the value of a flag is the name of a command, then it is only a value', async () => {
    expect(await outcomeOf('orgs', '-P', 'list', 'create')).toMatchObject({
      path: 'atlas orgs create',
      values: { profile: 'list' },
    });
  });

  test('when a switch of the command is before its word, then cobra’s rule takes the word for its value', async () => {
    expect(await errorOf('orgs', '-a', 'create')).toBe("unknown shorthand flag: 'a' in -a");
  });

  test('when a flag is given before the words and again after them, then the last one wins', async () => {
    expect(await outcomeOf('--desc', 'x', 'orgs', 'create', '--desc', 'y')).toMatchObject({
      values: { desc: 'y' },
    });
  });

  test('when a repeatable flag is on both sides of the words, then its values keep their order', async () => {
    expect(await outcomeOf('--role', 'A', 'orgs', '--role', 'B', 'create', '--role', 'C')).toMatchObject({
      values: { role: ['A', 'B', 'C'] },
    });
  });
});

describe('unknown commands', () => {
  const ends = (words: string) => `Run '${words} --help' for the commands.`;
  const meantOrgs = 'Did you mean this?\n\torgs\n\n';
  const meantCreate = 'Did you mean this?\n\tcreate\n\n';

  test.each([
    [['nope'], 'nope', 'atlas', ''],
    [['Orgs'], 'Orgs', 'atlas', meantOrgs],
    [['orgz'], 'orgz', 'atlas', meantOrgs],
    [['orgs', 'nope'], 'nope', 'atlas orgs', ''],
    [['orgs', 'creat'], 'creat', 'atlas orgs', meantCreate],
    [['org', 'creat'], 'creat', 'atlas orgs', meantCreate],
    [['-P', 'ci', 'orgs', 'creat'], 'creat', 'atlas orgs', meantCreate],
    [['orgs', '--', 'create'], 'create', 'atlas orgs', meantCreate],
    [['--', 'nope'], 'nope', 'atlas', ''],
    [['help', 'nope'], 'nope', 'atlas', ''],
    [['help', 'orgs', 'creat'], 'creat', 'atlas orgs', meantCreate],
    [['nope', '--help'], 'nope', 'atlas', ''],
    [['constructor'], 'constructor', 'atlas', ''],
    [['orgs', 'lls'], 'lls', 'atlas orgs', 'Did you mean this?\n\tlist\n\n'],
    [['orgs', 'xx'], 'xx', 'atlas orgs', ''],
    [[''], '', 'atlas', ''],
  ])(
    'when the words are %j, then the error says that %s is unknown for %s',
    async (words, word, group, meant) => {
      expect(await errorOf(...words)).toBe(
        `unknown command "${word}" for "${group}"\n\n${meant}${ends(group)}`,
      );
    },
  );

  test('when the word contains quotes and control characters, then it is quoted as Go quotes it', async () => {
    expect(await errorOf('a"\u001b[31m')).toMatch(/^unknown command "a\\"\\x1b\[31m" for "atlas"\n/);
  });

  test('when help is requested behind a word that a group does not know, then the group’s screen is shown', async () => {
    expect(await outcomeOf('orgs', 'nope', '-h')).toBe('help atlas orgs');
  });
});

describe('help and version', () => {
  test.each([
    [[], 'help atlas'],
    [['-h'], 'help atlas'],
    [['--help'], 'help atlas'],
    [['help'], 'help atlas'],
    [['orgs'], 'help atlas orgs'],
    [['orgs', '--help'], 'help atlas orgs'],
    [['-h', 'orgs'], 'help atlas orgs'],
    [['help', 'orgs'], 'help atlas orgs'],
    [['help', 'org', 'ls'], 'help atlas orgs list'],
    [['help', 'help'], 'help atlas help'],
    [['help', '-h'], 'help atlas help'],
    [['orgs', 'create', '-h'], 'help atlas orgs create'],
    [['orgs', 'create', '--desc', 'x', '--help'], 'help atlas orgs create'],
    [['-h', 'orgs', 'create'], 'help atlas orgs create'],
    [['orgs', '-h', 'create'], 'help atlas orgs create'],
    [['orgs', 'create', 'extra', '-h'], 'help atlas orgs create'],
    [['orgs', 'describe', '-h'], 'help atlas orgs describe'],
    [['--help=false'], 'help atlas'],
    [['orgs', '--help=false'], 'help atlas orgs'],
    [['--version'], 'version 1.2.3'],
    [['-v'], 'version 1.2.3'],
    [['-vh'], 'help atlas'],
    [['--version=false'], 'help atlas'],
  ])('when the words are %j, then the outcome is "%s"', async (words, expected) => {
    expect(await outcomeOf(...words)).toBe(expected);
  });

  test('when help is refused by --help=false, then the command runs', async () => {
    expect(await outcomeOf('orgs', 'create', '--help=false')).toMatchObject({ path: 'atlas orgs create' });
  });

  test('when -h is after --, then it is an argument', async () => {
    expect(await outcomeOf('orgs', 'echo', '--', '-h')).toMatchObject({
      args: ['-h'],
      values: { help: false },
    });
  });

  test('when -h is the value of a flag, then no help is shown', async () => {
    expect(await outcomeOf('orgs', 'create', '--desc', '-h')).toMatchObject({
      values: { desc: '-h', help: false },
    });
  });

  test.each([
    [['orgs', '--version'], 'unknown flag: --version'],
    [['orgs', 'create', '--version'], 'unknown flag: --version'],
    [['--nope'], 'unknown flag: --nope'],
    [['orgs', '--nope'], 'unknown flag: --nope'],
    [
      ['orgs', '--help=x'],
      'invalid argument "x" for "-h, --help" flag: strconv.ParseBool: parsing "x": invalid syntax',
    ],
    [['orgs', 'create', '-h', '--nope'], 'unknown flag: --nope'],
  ])('when the words are %j, then the flags are wrong before any help', async (words, expected) => {
    expect(await errorOf(...words)).toBe(expected);
  });
});

describe('arguments', () => {
  test.each([
    [['create', 'x'], '"atlas orgs create" accepts no arguments\n\nUsage:  atlas orgs create [flags]'],
    [['create', 'x', 'y'], '"atlas orgs create" accepts no arguments\n\nUsage:  atlas orgs create [flags]'],
    [
      ['create', '--', '--desc'],
      '"atlas orgs create" accepts no arguments\n\nUsage:  atlas orgs create [flags]',
    ],
    [['create', ''], '"atlas orgs create" accepts no arguments\n\nUsage:  atlas orgs create [flags]'],
    [
      ['describe'],
      '"atlas orgs describe" requires 1 argument, received 0\n\nUsage:  atlas orgs describe <ID> [flags]',
    ],
    [
      ['describe', 'a', 'b'],
      '"atlas orgs describe" requires 1 argument, received 2\n\nUsage:  atlas orgs describe <ID> [flags]',
    ],
    [
      ['set', 'a'],
      '"atlas orgs set" requires 2 arguments, received 1\n\nUsage:  atlas orgs set <name> <value> [flags]',
    ],
  ])(
    'when the number of arguments is wrong in %j, then the error shows the usage',
    async (words, expected) => {
      expect(await errorOf('orgs', ...words)).toBe(expected);
    },
  );

  test('when the number of arguments is right, then they arrive in order', async () => {
    expect(await outcomeOf('orgs', 'set', 'a', '--desc', 'x', '--', '-b')).toMatchObject({
      args: ['a', '-b'],
    });
  });

  test('when an argument is spelled like the command itself, then it stays', async () => {
    expect(await outcomeOf('orgs', 'describe', 'describe')).toMatchObject({ args: ['describe'] });
  });

  test('when a command takes any arguments, then none is too many', async () => {
    expect(await outcomeOf('orgs', 'echo', 'a', 'b', 'c')).toMatchObject({ args: ['a', 'b', 'c'] });
  });
});

test('when an action fails, then its error is thrown', async () => {
  const boom = new Error('boom');
  const handlers = {
    context: async () => () => {
      throw boom;
    },
    help: async () => {},
    version: async () => {},
    complete: async () => {},
  };
  await expect(runProgram(program, ['orgs', 'create'], handlers)).rejects.toBe(boom);
});

test('when words name a command, then its path is found', () => {
  expect(wordsOf(findPath(program, ['org', 'ls']))).toBe('atlas orgs list');
});

describe('required flags', () => {
  test('when a command does not check them itself, then a missing one is an error before it is called', async () => {
    await expect(outcomeOf('orgs', 'grant')).rejects.toThrow('required flag(s) "role" not set');
    expect(await outcomeOf('orgs', 'grant', '--role', 'x')).toMatchObject({ path: 'atlas orgs grant' });
  });

  const flags = {
    role: stringFlag({ usage: '', required: true }),
    desc: stringFlag({ usage: '', required: true }),
    output: stringFlag({ usage: '' }),
  };

  test('when several are missing, then they are named in the order of their names', () => {
    expect(() => checkRequiredFlags(flags, new Set())).toThrow('required flag(s) "desc", "role" not set');
  });

  test('when one is missing, then only it is named', () => {
    expect(() => checkRequiredFlags(flags, new Set(['desc', 'output']))).toThrow(
      'required flag(s) "role" not set',
    );
  });

  test('when all are given, then optional ones may be missing', () => {
    expect(() => checkRequiredFlags(flags, new Set(['desc', 'role']))).not.toThrow();
  });
});
