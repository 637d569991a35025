/** Completes a command line by the rules of cobra's `__complete` command. */
import type { Flag, Flags, Program } from './define.ts';
import { CommandLineError } from './errors.ts';
import { findByShorthand, type ParsedLine, parseLine } from './parse.ts';
import { flagsAt, helpCommand, ownFlags, type Path } from './tree.ts';
import { type Walk, walk } from './walk.ts';

/** The bits of cobra's ShellCompDirective that are used: whether the shell falls back to the names of files. */
export const Directive = { default: 0, noFiles: 4 } as const;

export interface Candidate {
  readonly word: string;
  readonly about: string;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly directive: number;
}

/** Looks up the values of the source that a flag or command names. */
export type ValueSources = (name: string) => Promise<readonly Candidate[]>;

const NOTHING: Completion = { candidates: [], directive: Directive.default };

/** Whether the first word names no command; after an unknown subcommand, cobra still offers what its group has. */
const isUnknown = <C>({ path, unknown }: Walk<C>): boolean => path.length === 1 && unknown !== undefined;

interface FlagValue {
  readonly flag: Flag;
  /** The part of the value that has been typed. */
  readonly typed: string;
  /** The line without the flag: it cannot be parsed while its value is missing. */
  readonly rest: readonly string[];
}

/**
 * The flag whose value is being typed, as in `--output j`, `-o j`, `--output=j`; undefined if none is.
 * @throws {CommandLineError} when there is no such flag
 */
function flagValue(flags: Flags, rest: readonly string[], last: string): FlagValue | undefined {
  const find = (name: string, short: string): Flag => {
    const flag = name
      ? Object.hasOwn(flags, name)
        ? flags[name]
        : undefined
      : findByShorthand(flags, short)?.[1];
    if (!flag) throw new CommandLineError(`there is no flag ${name || short}`);
    return flag;
  };
  if (last.startsWith('-')) {
    const equals = last.indexOf('=');
    if (equals < 0) return undefined;
    const name = last.startsWith('--') ? last.slice(2, equals) : '';
    return { flag: find(name, last[equals - 1] ?? ''), typed: last.slice(equals + 1), rest };
  }
  const before = rest.at(-1) ?? '';
  if (!/^-[^-]|^--[^-]/.test(before) || before.includes('=')) return undefined;
  const flag = find(before.startsWith('--') ? before.slice(2) : '', before.at(-1) ?? '');
  return flag.kind === 'bool' ? undefined : { flag, typed: last, rest: rest.slice(0, -1) };
}

/** The flags that begin with what was typed, by name and by shorthand. */
function flagNames(
  flags: Flags,
  typed: string,
  isOffered: (name: string, flag: Flag) => boolean,
): Candidate[] {
  return Object.entries(flags)
    .filter(([name, flag]) => isOffered(name, flag))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { short, usage }]) =>
      [`--${name}`, ...(short ? [`-${short}`] : [])].map((word) => ({ word, about: usage })),
    )
    .filter(({ word }) => word.startsWith(typed));
}

const missingFlags = (flags: Flags, { given }: ParsedLine, typed: string): Candidate[] =>
  flagNames(flags, typed, (name, { required }) => required === true && !given.has(name));

function subcommands<C>(path: Path<C>, typed: string): Candidate[] {
  const definition = path.at(-1);
  const commands = definition?.kind === 'group' ? definition.commands : [];
  return (
    commands
      // While nothing is typed, the list is that of the Atlas CLI, as it is of flags.
      .filter(
        ({ name, isHidden, isExtension }) =>
          !isHidden && !(isExtension && typed === '') && name.startsWith(typed),
      )
      .map(({ name, summary }) => ({ word: name, about: summary }))
  );
}

/** The values that a definition lists, or that the source it names has. */
const loadValues = async (
  values: readonly string[] | string | undefined,
  sources: ValueSources,
): Promise<readonly Candidate[]> =>
  typeof values === 'string' ? sources(values) : (values ?? []).map((word) => ({ word, about: '' }));

/** The values of a flag. The shell filters them by what was typed; a list is continued after its last comma. */
async function values({ flag, typed }: FlagValue, sources: ValueSources): Promise<Completion> {
  const all = await loadValues(flag.values, sources);
  if (all.length === 0) return NOTHING;
  const directive = flag.completesFiles ? Directive.default : Directive.noFiles;
  if (flag.kind !== 'strings') return { candidates: all, directive };
  const comma = typed.lastIndexOf(',') + 1;
  const earlier = typed.slice(0, comma).split(',');
  const candidates = all
    .filter(({ word }) => !earlier.includes(word))
    .map(({ word, about }) => ({ word: typed.slice(0, comma) + word, about }));
  return { candidates, directive };
}

function completeFlagNames<C>(path: Path<C>, line: ParsedLine, typed: string): Completion {
  const flags = flagsAt(path);
  const missing = missingFlags(flags, line, typed);
  // After `--` alone, the list is that of the Atlas CLI; extensions are offered once their first letter is typed.
  const isListed = (flag: Flag) => !flag.extension || typed.length > '--'.length;
  const isOffered = (name: string, flag: Flag) =>
    isListed(flag) && (flag.kind === 'strings' || !line.given.has(name));
  const own = ownFlags(path);
  const inherited = Object.fromEntries(Object.entries(flags).filter(([name]) => !Object.hasOwn(own, name)));
  const all = () => [...flagNames(inherited, typed, isOffered), ...flagNames(own, typed, isOffered)];
  return { candidates: missing.length > 0 ? missing : all(), directive: Directive.noFiles };
}

async function completeArgument<C>(
  path: Path<C>,
  line: ParsedLine,
  typed: string,
  sources: ValueSources,
): Promise<Completion> {
  const [program] = path;
  const definition = path.at(-1);
  if (definition === helpCommand) {
    const walked = walk(program, line.args);
    return {
      candidates: isUnknown(walked) ? [] : subcommands(walked.path, typed),
      directive: Directive.noFiles,
    };
  }
  const own = new Set(
    Object.keys(ownFlags(path)).filter((name) => !Object.hasOwn(program.globalFlags, name)),
  );
  const isFirst = line.args.length === 0;
  const mayBeCommand =
    isFirst && definition?.kind === 'group' && ![...line.given].some((name) => own.has(name));
  const words = isFirst && definition?.kind === 'command' ? definition.argumentValues : undefined;
  return {
    candidates: [
      ...(mayBeCommand ? subcommands(path, typed) : []),
      ...missingFlags(flagsAt(path), line, typed),
      ...(await loadValues(words, sources)).filter(({ word }) => word.startsWith(typed)),
    ],
    directive: mayBeCommand || words ? Directive.noFiles : Directive.default,
  };
}

/**
 * The candidates for the last word.
 * @param words the words after the program's name; the last one is unfinished, and can be empty
 */
export async function complete<C>(
  program: Program<C>,
  words: readonly string[],
  sources: ValueSources,
): Promise<Completion> {
  const last = words.at(-1) ?? '';
  const walked = walk(program, words.slice(0, -1));
  if (isUnknown(walked)) return NOTHING;
  const { path, remainingWords } = walked;
  const flags = flagsAt(path);
  try {
    const afterDashes =
      remainingWords.includes('--') && parseLine(flags, remainingWords).dashAt !== undefined;
    const value = afterDashes ? undefined : flagValue(flags, remainingWords, last);
    const line = parseLine(flags, value?.rest ?? remainingWords);
    if (line.values['help'] === true || line.values['version'] === true)
      return { candidates: [], directive: Directive.noFiles };
    if (value) return await values(value, sources);
    if (last.startsWith('-') && !afterDashes) return completeFlagNames(path, line, last);
    return await completeArgument(path, line, last, sources);
  } catch (error) {
    if (error instanceof CommandLineError) return NOTHING;
    throw error;
  }
}

/** The text that the shells' scripts read: a candidate on each line, its description after a tab; then the directive. */
export function completionText({ candidates, directive }: Completion, withDescriptions: boolean): string {
  const lines = candidates.map(({ word, about }) => {
    const [firstLine] = about.split('\n');
    return withDescriptions && firstLine ? `${word}\t${firstLine}` : word;
  });
  return [...lines, `:${directive}`].map((line) => `${line}\n`).join('');
}
