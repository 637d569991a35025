/** The tree of definitions: paths in it, names, and the flags at each place. */
import { quote } from '../go/quote.ts';
import type { BoolFlag, Command, Definition, Flags, Program } from './define.ts';
import { CommandLineError } from './errors.ts';
import { suggestions } from './suggest.ts';

/** The place of a definition in the tree: the definitions from the root to it. */
export type Path<Context> = readonly [Program<Context>, ...Definition<Context>[]];

/** The names on the path: `atlas organizations apiKeys create`. */
export const wordsOf = <C>(path: Path<C>): string => path.map(({ name }) => name).join(' ');

/** The usage line without its label. Like cobra's, it mentions flags even if all are optional. */
export function usageOf<C>(path: Path<C>): string {
  const last = path.at(-1);
  if (last?.kind === 'group') return `${wordsOf(path)} [command]`;
  const args = last?.args === 'any' ? ['[command]'] : (last?.args ?? []);
  const flags = last?.kind === 'command' && last.hidesFlagsInUsage ? [] : ['[flags]'];
  return [wordsOf(path), ...args, ...flags].join(' ');
}

const helpFlag = (name: string): BoolFlag => ({ kind: 'bool', short: 'h', usage: `help for ${name}` });

const versionFlag = (name: string): BoolFlag => ({ kind: 'bool', short: 'v', usage: `version for ${name}` });

/** The flags of the definition itself, without those that every command takes. */
export function ownFlags<C>([program, ...rest]: Path<C>): Flags {
  const definition = rest.at(-1);
  if (!definition)
    return { help: helpFlag(program.name), version: versionFlag(program.name), ...program.globalFlags };
  return { ...(definition.kind === 'command' && definition.flags), help: helpFlag(definition.name) };
}

/** All flags that the definition at the end of the path takes. */
export const flagsAt = <C>(path: Path<C>): Flags => ({ ...ownFlags(path), ...path[0].globalFlags });

/** The command `help`, as in `atlas help organizations apiKeys`. */
export const helpCommand: Command<never> = {
  kind: 'command',
  name: 'help',
  summary: 'Help about any command.',
  args: 'any',
  flags: {},
  async action() {},
};

/** Whether the word is the definition's name or one of its aliases. */
export const isNamed = (
  { name, aliases = [] }: Pick<Definition, 'name' | 'aliases'>,
  word: string | undefined,
): boolean => word !== undefined && (name === word || aliases.includes(word));

/** The commands whose names, as in cobra, differ in two letters at most; aliases are short, so one letter for them. */
function nearbyCommands<C>(word: string, commands: readonly Definition<C>[]): string[] {
  const named = suggestions(
    word,
    commands.map(({ name }) => name),
  );
  const aliased = commands
    .filter(({ aliases = [] }) => suggestions(word, aliases, 1).length > 0)
    .map(({ name }) => name);
  return [...new Set([...named, ...aliased])];
}

/** The error for a word that names no command, with suggestions. */
export function unknownCommand<C>(path: Path<C>, word: string): CommandLineError {
  const last = path.at(-1);
  const listed = last?.kind === 'group' ? last.commands.filter(({ isHidden }) => !isHidden) : [];
  const near = word === '' ? [] : nearbyCommands(word, listed);
  const words = wordsOf(path);
  const suggestion =
    near.length > 0 ? `Did you mean this?\n${near.map((name) => `\t${name}\n`).join('')}\n` : '';
  return new CommandLineError(
    `unknown command ${quote(word)} for "${words}"\n\n${suggestion}Run '${words} --help' for the commands.`,
  );
}

/** @throws {CommandLineError} when the command does not take that many arguments */
export function checkArguments<C>(path: Path<C>, wanted: number, got: number): void {
  const last = path.at(-1);
  const names = last?.kind === 'command' && last.args !== 'any' ? last.args : [];
  const optional = names.filter((name) => name.startsWith('[')).length;
  if (got <= wanted && got >= wanted - optional) return;
  const problem =
    wanted === 0
      ? 'accepts no arguments'
      : optional > 0
        ? `accepts at most ${wanted} argument${wanted > 1 ? 's' : ''}, received ${got}`
        : `requires ${wanted} argument${wanted > 1 ? 's' : ''}, received ${got}`;
  throw new CommandLineError(`"${wordsOf(path)}" ${problem}\n\nUsage:  ${usageOf(path)}`);
}

/** The path that the words name, one word for each step. @throws {CommandLineError} for a word that names no command */
export function findPath<C>(program: Program<C>, words: readonly string[]): Path<C> {
  let path: Path<C> = [program];
  for (const word of words) {
    const last = path.at(-1);
    const child =
      last?.kind === 'group' ? last.commands.find((command) => isNamed(command, word)) : undefined;
    if (!child) throw unknownCommand(path, word);
    path = [...path, child];
  }
  return path;
}

/** All paths in the tree; a group comes before its commands. */
export function allPaths<C>(program: Program<C>): Path<C>[] {
  const below = (path: Path<C>): Path<C>[] => {
    const last = path.at(-1);
    const children = last?.kind === 'group' ? last.commands : [];
    return [path, ...children.flatMap((child) => below([...path, child]))];
  };
  return below([program]);
}

/** @throws {CommandLineError} when required flags were not given; like cobra, it sorts their names */
export function checkRequiredFlags(flags: Flags, given: ReadonlySet<string>): void {
  const missing = Object.keys(flags)
    .filter((name) => flags[name]?.required && !given.has(name))
    .sort()
    .map((name) => `"${name}"`);
  if (missing.length > 0) throw new CommandLineError(`required flag(s) ${missing.join(', ')} not set`);
}
