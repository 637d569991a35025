/** The tree of definitions: where a command stands in it, what it is called there, which flags it takes. */

import { quote } from '../go/text.ts';
import type { BoolFlag, Command, Definition, Flags, Program } from './define.ts';
import { CommandLineError } from './errors.ts';
import { suggestions } from './suggest.ts';

/** Where a definition stands in the tree: the definitions from the root to it. */
export type Path<Context> = readonly [Program<Context>, ...Definition<Context>[]];

/** The canonical words of a command: `atlas organizations apiKeys create`. */
export const wordsOf = <C>(path: Path<C>): string => path.map(({ name }) => name).join(' ');

/** The usage line without its label; optional flags are always said, as cobra does. */
export function usageOf<C>(path: Path<C>): string {
  const last = path.at(-1);
  if (last?.kind === 'group') return `${wordsOf(path)} [command]`;
  const args = last?.args === 'any' ? ['[command]'] : (last?.args ?? []);
  const flags = last?.kind === 'command' && last.bareUsage ? [] : ['[flags]'];
  return [wordsOf(path), ...args, ...flags].join(' ');
}

const helpFlag = (name: string): BoolFlag => ({ kind: 'bool', short: 'h', usage: `help for ${name}` });

const versionFlag = (name: string): BoolFlag => ({ kind: 'bool', short: 'v', usage: `version for ${name}` });

/** The flags that are a definition's own, as opposed to those that every command takes. */
export function ownFlags<C>([program, ...rest]: Path<C>): Flags {
  const definition = rest.at(-1);
  if (!definition)
    return { help: helpFlag(program.name), version: versionFlag(program.name), ...program.globalFlags };
  return { ...(definition.kind === 'command' && definition.flags), help: helpFlag(definition.name) };
}

/** All flags that may be given at the end of the path. */
export const flagsAt = <C>(path: Path<C>): Flags => ({ ...ownFlags(path), ...path[0].globalFlags });

/** `atlas help organizations apiKeys`; a root may list it among its commands. */
export const helpCommand: Command<never> = {
  kind: 'command',
  name: 'help',
  summary: 'Help about any command.',
  args: 'any',
  flags: {},
  async action() {},
};

/** Whether the word names it, by its name or an alias. */
export const isNamed = <C>(definition: Definition<C>, word: string | undefined): boolean =>
  word !== undefined && (definition.name === word || (definition.aliases ?? []).includes(word));

/** The names of the commands that may have been meant; of an alias, which may be short, only one letter may differ. */
function nearest<C>(word: string, commands: readonly Definition<C>[]): string[] {
  const named = suggestions(
    word,
    commands.map(({ name }) => name),
  );
  const aliased = commands
    .filter(({ aliases = [] }) => suggestions(word, aliases, 1).length > 0)
    .map(({ name }) => name);
  return [...new Set([...named, ...aliased])];
}

/** The error for a word that names no command; it suggests what may have been meant. */
export function unknownCommand<C>(path: Path<C>, word: string): CommandLineError {
  const last = path.at(-1);
  const listed = last?.kind === 'group' ? last.commands.filter(({ isHidden }) => !isHidden) : [];
  const near = word === '' ? [] : nearest(word, listed);
  const words = wordsOf(path);
  const suggestion =
    near.length > 0 ? `Did you mean this?\n${near.map((name) => `\t${name}\n`).join('')}\n` : '';
  return new CommandLineError(
    `unknown command ${quote(word)} for "${words}"\n\n${suggestion}Run '${words} --help' for the commands.`,
  );
}

/** @throws {CommandLineError} when the number of arguments is not the one that the command takes. */
export function checkArguments<C>(path: Path<C>, wanted: number, got: number): void {
  if (wanted === got) return;
  const problem =
    wanted === 0
      ? 'accepts no arguments'
      : `requires ${wanted} argument${wanted > 1 ? 's' : ''}, received ${got}`;
  throw new CommandLineError(`"${wordsOf(path)}" ${problem}\n\nUsage:  ${usageOf(path)}`);
}

/** Walks down the tree by words, as `atlas help …` does. @throws {CommandLineError} for a word that names nothing. */
export function find<C>(program: Program<C>, words: readonly string[]): Path<C> {
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

/** Every place in the tree, the root first, a group before its commands. */
export function allPaths<C>(program: Program<C>): Path<C>[] {
  const below = (path: Path<C>): Path<C>[] => {
    const last = path.at(-1);
    const children = last?.kind === 'group' ? last.commands : [];
    return [path, ...children.flatMap((child) => below([...path, child]))];
  };
  return below([program]);
}

/** @throws {CommandLineError} when required flags were not given; named in the order of their names, as cobra does. */
export function checkRequiredFlags(flags: Flags, given: ReadonlySet<string>): void {
  const missing = Object.keys(flags)
    .filter((name) => flags[name]?.required && !given.has(name))
    .sort()
    .map((name) => `"${name}"`);
  if (missing.length > 0) throw new CommandLineError(`required flag(s) ${missing.join(', ')} not set`);
}
