/** Commands as data. The parser, help and completion read these definitions. */

interface FlagBase {
  readonly usage: string;
  readonly short?: string;
  /** Whether the flag must be given; see Command.checksRequiredFlags. */
  readonly required?: boolean;
  /** What a shell offers for the value: words, or the name of a source that completion knows. */
  readonly values?: readonly string[] | string;
  /** Whether a shell should complete the names of files, too: the value is a path, or ends with one. */
  readonly completesFiles?: boolean;
  /** Whether the Atlas CLI does not have the flag; help lists it under a heading of its own. */
  readonly extension?: boolean;
}

export interface StringFlag extends FlagBase {
  readonly kind: 'string';
}
export interface StringsFlag extends FlagBase {
  readonly kind: 'strings';
}
export interface IntFlag extends FlagBase {
  readonly kind: 'int';
  readonly default: number;
}
export interface BoolFlag extends FlagBase {
  readonly kind: 'bool';
}

export type Flag = StringFlag | StringsFlag | IntFlag | BoolFlag;
export type Flags = Readonly<Record<string, Flag>>;

/** The value of a string flag is undefined if it was not given, and '' if it was given as an empty text. */
type ValueOf<F extends Flag> = F extends StringFlag
  ? string | undefined
  : F extends StringsFlag
    ? string[]
    : F extends IntFlag
      ? number
      : boolean;

export type FlagValues<F extends Flags> = { [Name in keyof F]: ValueOf<F[Name]> };

type Options<F extends Flag> = Omit<F, 'kind'>;

export const stringFlag = (options: Options<StringFlag>): StringFlag => ({ kind: 'string', ...options });
export const stringsFlag = (options: Options<StringsFlag>): StringsFlag => ({ kind: 'strings', ...options });
export const intFlag = (options: Options<IntFlag>): IntFlag => ({ kind: 'int', ...options });
export const boolFlag = (options: Options<BoolFlag>): BoolFlag => ({ kind: 'bool', ...options });

export interface Example {
  readonly about: string;
  /** The line to type. */
  readonly line: string;
}

interface NamedDefinition {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Whether lists leave it out, because it is a second way to a command that they name. */
  readonly isHidden?: boolean;
  /** Whether the Atlas CLI does not have it; help lists it under a heading of its own. */
  readonly isExtension?: boolean;
  /** One sentence, shown in the list of the group's commands. */
  readonly summary: string;
  /** More paragraphs, shown on its own help screen. */
  readonly description?: string;
  readonly examples?: readonly Example[];
}

/** A parsed command line. */
export interface Invocation<F extends Flags = Flags> {
  readonly values: FlagValues<F>;
  /** The names of the flags that were given. */
  readonly given: ReadonlySet<string>;
  readonly args: readonly string[];
}

/** The value of a string flag; undefined if it was not given or the command does not have it. */
export const textOf = ({ values }: Invocation, flag: string): string | undefined => {
  const value = values[flag];
  return typeof value === 'string' ? value : undefined;
};

/** A command, which has an action. `Context` is what the program passes to actions; this folder does not use it. */
export interface Command<Context = never, F extends Flags = Flags> extends NamedDefinition {
  readonly kind: 'command';
  /** The positional arguments as the usage line shows them: `<ID>`, or `[ID]` for one that can be left out; or any number of words. */
  readonly args: readonly string[] | 'any';
  /** The description of each argument, for the reference page. */
  readonly argumentUsages?: readonly string[];
  /** Whether more arguments than these are accepted and ignored. */
  readonly ignoresExtraArguments?: boolean;
  /** What a shell offers for the first argument: words, or the name of a source that completion knows. */
  readonly argumentValues?: readonly string[] | string;
  /** Whether the action itself checks the required flags, after its other checks. Otherwise, they are checked first. */
  readonly checksRequiredFlagsItself?: true;
  /** Whether the usage line leaves out `[flags]`. */
  readonly hidesFlagsInUsage?: boolean;
  readonly flags: F;
  action(invocation: Invocation<F>, context: Context): Promise<void>;
}

export interface Group<Context = never> extends NamedDefinition {
  readonly kind: 'group';
  readonly commands: readonly Definition<Context>[];
}

export type Definition<Context = never> = Command<Context> | Group<Context>;

/** The root of the tree, with the flags that every command takes. */
export interface Program<Context = never> extends Group<Context> {
  readonly version: string;
  readonly globalFlags: Flags;
}

/** Makes a command; its action gets the flags with the types that they are declared with. */
export function defineCommand<Context, F extends Flags>(
  command: Omit<Command<Context, F>, 'kind'>,
): Command<Context, F> {
  return { kind: 'command', ...command };
}

/** Makes a group of commands. */
export function defineGroup<Context>(group: Omit<Group<Context>, 'kind'>): Group<Context> {
  return { kind: 'group', ...group };
}
