/** The content of a help screen; the program has the layout. */
import type { Example, Flag, Flags } from './define.ts';
import { ownFlags, type Path, usageOf, wordsOf } from './tree.ts';

export interface HelpScreen {
  text: string;
  usage: string;
  /** The name, then its aliases; empty when there is only the name. */
  aliases: readonly string[];
  examples: readonly Example[];
  commands: readonly { name: string; summary: string }[];
  extensionCommands: readonly { name: string; summary: string }[];
  /** The aligned lines of the lists of flags. */
  flags: readonly string[];
  globalFlags: readonly string[];
  extensionFlags: readonly string[];
  /** The names on the path of a group, for the line that says how to get more help; undefined for a command. */
  moreAbout: string | undefined;
}

const TYPE_NAMES: Record<Flag['kind'], string> = {
  string: ' string',
  strings: ' strings',
  int: ' int',
  bool: '',
};

/** The flags as pflag's FlagUsages prints them: sorted by name, a column for shorthands, three spaces before the usage. */
function flagLines(flags: Flags): string[] {
  const rows = Object.entries(flags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, flag]) => ({
      left: `${flag.short ? `  -${flag.short}, ` : '      '}--${name}${TYPE_NAMES[flag.kind]}`,
      right: flag.usage + (flag.kind === 'int' && flag.default !== 0 ? ` (default ${flag.default})` : ''),
    }));
  const width = Math.max(0, ...rows.map(({ left }) => left.length));
  return rows.map(({ left, right }) => `${left.padEnd(width)}   ${right}`);
}

const flagsWhere = <C>(path: Path<C>, isWanted: (flag: Flag) => boolean): Flags =>
  Object.fromEntries(Object.entries(ownFlags(path)).filter(([, flag]) => isWanted(flag)));

/** The help screen of the command or group at the end of the path. */
export function helpScreen<C>(path: Path<C>): HelpScreen {
  const [program, ...rest] = path;
  const definition = rest.at(-1) ?? program;
  const isGroup = definition.kind === 'group';
  const commands = isGroup ? definition.commands.filter(({ isHidden }) => !isHidden) : [];
  const widest = Math.max(0, ...commands.map(({ name }) => name.length));
  const listed = (isExtension: boolean) =>
    commands
      .filter((command) => (command.isExtension ?? false) === isExtension)
      .map(({ name, summary }) => ({ name: name.padEnd(widest), summary }));
  return {
    text: [definition.summary, ...(definition.description ? [definition.description] : [])].join(' '),
    usage: usageOf(path),
    aliases: definition.aliases ? [definition.name, ...definition.aliases] : [],
    examples: definition.examples ?? [],
    commands: listed(false),
    extensionCommands: listed(true),
    flags: flagLines(flagsWhere(path, (flag) => !flag.extension)),
    // As in cobra, the root lists the global flags as its own.
    globalFlags: rest.length === 0 ? [] : flagLines(program.globalFlags),
    extensionFlags: flagLines(flagsWhere(path, (flag) => flag.extension === true)),
    moreAbout: isGroup ? wordsOf(path) : undefined,
  };
}
