/** Parses a command line by the grammar of pflag, the flag library that cobra and so the Atlas CLI use. */
import { csvFields } from '../go/csv.ts';
import { GoError } from '../go/errors.ts';
import { parseBool, parseInt64 } from '../go/parseNumber.ts';
import { quote } from '../go/quote.ts';
import type { Flag, Flags } from './define.ts';
import { CommandLineError } from './errors.ts';

export type FlagValue = string | readonly string[] | number | boolean | undefined;

export interface ParsedLine {
  /** The value of each flag of the command; its default if it was not given. */
  values: Record<string, FlagValue>;
  /** The names of the flags that were given. */
  given: Set<string>;
  /** The words that are neither flags nor their values, in order. */
  args: string[];
  /** The number of arguments before `--`; undefined if the line has no `--`. */
  dashAt: number | undefined;
}

/** The value of a flag that was not given. */
export function defaultOf(flag: Flag): FlagValue {
  switch (flag.kind) {
    case 'string':
      return undefined;
    case 'strings':
      return [];
    case 'int':
      return flag.default;
    case 'bool':
      return false;
  }
}

function parseValue(flag: Flag, text: string, earlier: FlagValue): FlagValue {
  switch (flag.kind) {
    case 'string':
      return text;
    case 'strings':
      return [...(earlier as string[]), ...csvFields(text)];
    case 'int':
      return parseInt64(text);
    case 'bool':
      return parseBool(text);
  }
}

/** How pflag's messages name a flag: `-o, --output`, or `--role` if it has no shorthand. */
const formatFlag = (name: string, flag: Flag): string =>
  flag.short ? `-${flag.short}, --${name}` : `--${name}`;

/** The flag that has the shorthand, with its name. */
export const findByShorthand = (flags: Flags, shorthand: string): [string, Flag] | undefined =>
  Object.entries(flags).find(([, flag]) => flag.short === shorthand);

class LineParser {
  readonly line: ParsedLine;

  constructor(
    private readonly flags: Flags,
    private readonly remainingWords: string[],
  ) {
    const values = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, defaultOf(flag)]));
    this.line = { values, given: new Set(), args: [], dashAt: undefined };
  }

  parse(): ParsedLine {
    for (let word = this.remainingWords.shift(); word !== undefined; word = this.remainingWords.shift()) {
      if (word === '--') {
        this.line.dashAt = this.line.args.length;
        this.line.args.push(...this.remainingWords.splice(0));
      } else if (word.startsWith('--')) this.parseLong(word);
      else if (word.startsWith('-') && word !== '-') this.parseShorthands(word);
      else this.line.args.push(word);
    }
    return this.line;
  }

  private parseLong(word: string): void {
    if (word[2] === '-' || word[2] === '=') throw new CommandLineError(`bad flag syntax: ${word}`);
    const equals = word.indexOf('=');
    const name = word.slice(2, equals < 0 ? undefined : equals);
    const flag = Object.hasOwn(this.flags, name) ? this.flags[name] : undefined;
    if (!flag) throw new CommandLineError(`unknown flag: --${name}`);
    if (equals >= 0) this.set(name, flag, word.slice(equals + 1));
    else if (flag.kind === 'bool') this.set(name, flag, 'true');
    else this.set(name, flag, this.nextWord(`flag needs an argument: --${name}`));
  }

  /** Parses `-h`, `-ojson`, `-o=json`, `-o json`, or several shorthands in one word; only the last can take a value. */
  private parseShorthands(word: string): void {
    let letters = word.slice(1);
    while (letters !== '') {
      const [letter = '', ...others] = letters;
      const after = others.join('');
      const found = findByShorthand(this.flags, letter);
      if (!found)
        throw new CommandLineError(`unknown shorthand flag: ${inSingleQuotes(letter)} in -${letters}`);
      const [name, flag] = found;
      letters = '';
      // pflag reads `-o=` as the value "=".
      if (after.startsWith('=') && after.length > 1) this.set(name, flag, after.slice(1));
      else if (flag.kind === 'bool') {
        this.set(name, flag, 'true');
        letters = after;
      } else if (after !== '') this.set(name, flag, after);
      else
        this.set(
          name,
          flag,
          this.nextWord(`flag needs an argument: ${inSingleQuotes(letter)} in -${letter}`),
        );
    }
  }

  private nextWord(problem: string): string {
    const word = this.remainingWords.shift();
    if (word === undefined) throw new CommandLineError(problem);
    return word;
  }

  private set(name: string, flag: Flag, text: string): void {
    const { values, given } = this.line;
    try {
      values[name] = parseValue(flag, text, values[name]);
    } catch (error) {
      if (!(error instanceof CommandLineError) && !(error instanceof GoError)) throw error;
      throw new CommandLineError(
        `invalid argument ${quote(text)} for ${quote(formatFlag(name, flag))} flag: ${error.message}`,
      );
    }
    given.add(name);
  }
}

/** The letter as pflag prints it: its first byte only, quoted like a Go rune. */
function inSingleQuotes(letter: string): string {
  const character = String.fromCodePoint(new TextEncoder().encode(letter)[0] ?? 0);
  if (character === '"') return `'"'`;
  return character === "'" ? "'\\''" : `'${quote(character).slice(1, -1)}'`;
}

/**
 * Parses a command's flags and arguments.
 * @param words the words of the line without those that name the command
 * @throws {CommandLineError} with pflag's message
 */
export function parseLine(flags: Flags, words: readonly string[]): ParsedLine {
  return new LineParser(flags, [...words]).parse();
}

/**
 * The index of the first word that is neither a flag nor the value of one; -1 if there is none. A flag that is not among
 * these counts as one with a value: cobra skips the flags of a command that it has not found yet in this way.
 */
export function indexOfFirstArgument(flags: Flags, words: readonly string[]): number {
  const takesNext = (word: string): boolean => {
    if (word.includes('=')) return false;
    if (word.startsWith('--')) return flags[word.slice(2)]?.kind !== 'bool';
    return word.length === 2 && findByShorthand(flags, word.slice(1))?.[1].kind !== 'bool';
  };
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') return -1;
    if (word.startsWith('-')) index += takesNext(word) ? 1 : 0;
    else if (word !== '') return index;
  }
  return -1;
}
