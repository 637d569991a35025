import { describe, expect, test } from 'vitest';
import { boolFlag, type Flags, intFlag, stringFlag, stringsFlag } from '../../src/cli/define.ts';
import { CommandLineError } from '../../src/cli/errors.ts';
import { indexOfFirstArgument, parseLine } from '../../src/cli/parse.ts';

const FLAGS: Flags = {
  desc: stringFlag({ usage: '' }),
  role: stringsFlag({ usage: '' }),
  output: stringFlag({ usage: '', short: 'o' }),
  page: intFlag({ usage: '', short: 'n', default: 1 }),
  help: boolFlag({ usage: '', short: 'h' }),
  compact: boolFlag({ usage: '', short: 'c' }),
};

const valuesOf = (...words: string[]) => parseLine(FLAGS, words).values;
const argsOf = (...words: string[]) => parseLine(FLAGS, words).args;
const errorOf = (...words: string[]): string => {
  try {
    parseLine(FLAGS, words);
  } catch (error) {
    expect(error).toBeInstanceOf(CommandLineError);
    return (error as Error).message;
  }
  throw new Error(`no error for ${words.join(' ')}`);
};

describe('values', () => {
  test('when nothing is given, then every flag has its default and none counts as given', () => {
    const { values, given, args, dashAt } = parseLine(FLAGS, []);
    expect(values).toEqual({
      desc: undefined,
      role: [],
      output: undefined,
      page: 1,
      help: false,
      compact: false,
    });
    expect([...given]).toEqual([]);
    expect(args).toEqual([]);
    expect(dashAt).toBeUndefined();
  });

  test.each([
    [['--desc', 'x'], 'x'],
    [['--desc=x'], 'x'],
    [['--desc='], ''],
    [['--desc', ''], ''],
    [['--desc=a=b'], 'a=b'],
    [['--desc', '--role'], '--role'],
    [['--desc', '--'], '--'],
    [['--desc', '-'], '-'],
    [['--desc', 'x', '--desc', 'y'], 'y'],
    [['--desc=x', '--desc='], ''],
  ])('when a text is given as %j, then its value is %j', (words, expected) => {
    expect(valuesOf(...words)['desc']).toBe(expected);
  });

  test.each([
    [['-o', 'json'], 'json'],
    [['-ojson'], 'json'],
    [['-o=json'], 'json'],
    [['-o=a=b'], 'a=b'],
    [['-o='], '='], // pflag's own oddity.
    [['-o=='], '='],
    [['-o', ''], ''],
    [['-o', '-h'], '-h'],
    [['-o', '--'], '--'],
    [['-oé😀'], 'é😀'],
    [['-hcojson'], 'json'],
    [['-hco', 'json'], 'json'],
    [['-hco=json'], 'json'],
    [['-o', 'json', '--output', 'text'], 'text'],
  ])('when a shorthand is given as %j, then its value is %j', (words, expected) => {
    expect(valuesOf(...words)['output']).toBe(expected);
  });

  test.each([
    [['--role', 'A'], ['A']],
    [['--role=A'], ['A']],
    [
      ['--role', 'A', '--role', 'B'],
      ['A', 'B'],
    ],
    [
      ['--role', 'A,B', '--role=C'],
      ['A', 'B', 'C'],
    ],
    [
      ['--role', '"A,B",C'],
      ['A,B', 'C'],
    ],
    [
      ['--role', 'A,'],
      ['A', ''],
    ],
    [
      ['--role', ' A , B'],
      [' A ', ' B'],
    ],
    [
      ['--role', 'A', '--role', 'A'],
      ['A', 'A'],
    ],
    [['--role', ''], []],
    [['--role', 'A', '--role='], ['A']],
  ])('when roles are given as %j, then they are %j', (words, expected) => {
    expect(valuesOf(...words)['role']).toEqual(expected);
  });

  test.each([
    [['--help'], true],
    [['-h'], true],
    [['--help=true'], true],
    [['--help=false'], false],
    [['--help=0'], false],
    [['-h=f'], false],
    [['-h=T'], true],
    [['--help', '--help=false'], false],
    [['-hc'], true],
    [['-ch'], true],
  ])('when a switch is given as %j, then it is %s', (words, expected) => {
    expect(valuesOf(...words)['help']).toBe(expected);
  });

  test.each([
    [['--page', '7'], 7],
    [['--page=-3'], -3],
    [['-n', '0x10'], 16],
    [['-n7'], 7],
    [['-n=7'], 7],
    [['--page', '1', '--page', '2'], 2],
  ])('when a number is given as %j, then it is %i', (words, expected) => {
    expect(valuesOf(...words)['page']).toBe(expected);
  });

  test('when a flag is given as nothing or as its default, then it still counts as given', () => {
    expect([...parseLine(FLAGS, ['--desc=', '--role', '', '--help=false']).given]).toEqual([
      'desc',
      'role',
      'help',
    ]);
  });

  test('when a switch is followed by a word, then the word is an argument and not its value', () => {
    expect(parseLine(FLAGS, ['--help', 'false'])).toMatchObject({ values: { help: true }, args: ['false'] });
  });
});

describe('arguments', () => {
  test('when flags are before, between and after the arguments, then both are found', () => {
    const { args, values } = parseLine(FLAGS, ['-h', 'a', '--desc', 'x', 'b', '-ojson', 'c']);
    expect(args).toEqual(['a', 'b', 'c']);
    expect(values).toMatchObject({ help: true, desc: 'x', output: 'json' });
  });

  test('when there is a --, then all behind it are arguments, and where it stood is known', () => {
    expect(parseLine(FLAGS, ['a', '--', '--desc', '-h', '--'])).toMatchObject({
      args: ['a', '--desc', '-h', '--'],
      dashAt: 1,
      values: { desc: undefined, help: false },
    });
  });

  test('when a word is a lone dash or empty, then it is an argument', () => {
    expect(argsOf('-', '')).toEqual(['-', '']);
  });
});

describe('errors', () => {
  test.each([
    [['--nope'], 'unknown flag: --nope'],
    [['--nope=secret'], 'unknown flag: --nope'],
    [['--Role', 'x'], 'unknown flag: --Role'],
    [['--rol', 'x'], 'unknown flag: --rol'], // no abbreviations
    [['--desc', 'x', '--des', 'y'], 'unknown flag: --des'],
    [['--constructor'], 'unknown flag: --constructor'],
    [['--__proto__=x'], 'unknown flag: --__proto__'],
    [['--desc '], 'unknown flag: --desc '],
    [['---desc'], 'bad flag syntax: ---desc'],
    [['--=x'], 'bad flag syntax: --=x'],
    [['--='], 'bad flag syntax: --='],
    [['--desc'], 'flag needs an argument: --desc'],
    [['--role'], 'flag needs an argument: --role'],
    [['--page'], 'flag needs an argument: --page'],
    [['-o'], "flag needs an argument: 'o' in -o"],
    [['-hco'], "flag needs an argument: 'o' in -o"],
    [['-z'], "unknown shorthand flag: 'z' in -z"],
    [['-role'], "unknown shorthand flag: 'r' in -role"],
    [['-hz'], "unknown shorthand flag: 'z' in -z"],
    [['-h='], "unknown shorthand flag: '=' in -="],
    [['-H'], "unknown shorthand flag: 'H' in -H"],
    [['-"'], `unknown shorthand flag: '"' in -"`],
    [["-'"], "unknown shorthand flag: '\\'' in -'"],
    [['-\\'], "unknown shorthand flag: '\\\\' in -\\"],
    [['-é'], "unknown shorthand flag: 'Ã' in -é"], // the first byte of two, as pflag has it
    [['-\n'], "unknown shorthand flag: '\\n' in -\n"],
    [
      ['--help=maybe'],
      'invalid argument "maybe" for "-h, --help" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [['--help='], 'invalid argument "" for "-h, --help" flag: strconv.ParseBool: parsing "": invalid syntax'],
    [['-h=x'], 'invalid argument "x" for "-h, --help" flag: strconv.ParseBool: parsing "x": invalid syntax'],
    [
      ['--page=x'],
      'invalid argument "x" for "-n, --page" flag: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    [
      ['--role', 'a"b'],
      'invalid argument "a\\"b" for "--role" flag: parse error on line 1, column 2: bare " in non-quoted-field',
    ],
    [
      ['--role', '"a'],
      'invalid argument "\\"a" for "--role" flag: parse error on line 1, column 3: extraneous or missing " in quoted-field',
    ],
    [['--role', '\n'], 'invalid argument "\\n" for "--role" flag: EOF'],
  ])('when the words are %j, then the error is pflag’s', (words, expected) => {
    expect(errorOf(...words)).toBe(expected);
  });

  test('when several things are wrong, then the first is reported', () => {
    expect(errorOf('--page=x', '--nope')).toMatch(/^invalid argument "x"/);
  });
});

describe('the first argument', () => {
  test.each([
    [['orgs'], 0],
    [['-h', 'orgs'], 1],
    [['--help', 'orgs'], 1],
    [['--desc', 'orgs', 'list'], 2],
    [['--desc=x', 'orgs'], 1],
    [['-o', 'json', 'orgs'], 2],
    [['-ojson', 'orgs'], 1],
    [['-o=json', 'orgs'], 1],
    [['--unknown', 'value', 'orgs'], 2],
    [['--constructor', 'value', 'orgs'], 2],
    [['-z', 'value', 'orgs'], 2],
    [['-zx', 'orgs'], 1],
    [['--unknown=value', 'orgs'], 1],
    [['-', 'orgs'], 1],
    [['', 'orgs'], 1],
    [['--', 'orgs'], -1],
    [['--', 'x', 'orgs'], -1],
    [['--desc'], -1],
    [[], -1],
  ])('when the words are %j, then it is at %i', (words, expected) => {
    expect(indexOfFirstArgument(FLAGS, words)).toBe(expected);
  });
});
