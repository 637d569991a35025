/** Commands as data: what a command line may hold. Help, completion and the parser all read these definitions. */

interface FlagBase {
  readonly usage: string;
  readonly short?: string;
  /** Checked after a command's own checks, as cobra does between PreRun and Run. */
  readonly required?: boolean;
  /** What a shell may offer for its value: the words, or the name of a source of the program's. */
  readonly values?: readonly string[] | string;
  /** Whether a shell should complete the names of files, too: the value is a path, or ends with one. */
  readonly completesFiles?: boolean;
  /** Whether it goes beyond what the command mirrors: help shows it apart, under a heading of its own. */
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

/** A string flag that was not given is undefined; one that was given as nothing is ''. */
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
  /** The line as a user would type it. */
  readonly line: string;
}

interface Described {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Whether no list names it: another way to a command that one does. */
  readonly isHidden?: boolean;
  /** One sentence for the parent's list of commands. */
  readonly summary: string;
  /** More paragraphs, shown on the command's own help screen. */
  readonly description?: string;
  readonly examples?: readonly Example[];
}

/** A command line that was understood. */
export interface Invocation<F extends Flags = Flags> {
  /** The canonical words, program first: `atlas organizations apiKeys create`. */
  readonly path: string;
  readonly values: FlagValues<F>;
  /** Names of the flags that were given, however often. */
  readonly given: ReadonlySet<string>;
  readonly args: readonly string[];
}

/** The value of a string flag; undefined when it was not given, or the command has no such flag. */
export const textOf = ({ values }: Invocation, flag: string): string | undefined => {
  const value = values[flag];
  return typeof value === 'string' ? value : undefined;
};

/** A leaf of the tree. `Context` is whatever the program hands to its actions; this folder does not look at it. */
export interface Command<Context = never, F extends Flags = Flags> extends Described {
  readonly kind: 'command';
  /** Names of the positional arguments, all required, as they stand in the usage line: `<ID>`; or any number of any. */
  readonly args: readonly string[] | 'any';
  /** What each of them is, for the reference page. */
  readonly argumentUsages?: readonly string[];
  /** Whether more arguments than these are let pass, unread. */
  readonly ignoresMore?: boolean;
  /** What a shell may offer for the first argument: the words, or the name of a source of the program's. */
  readonly argumentValues?: readonly string[] | string;
  /** Whether its usage line leaves the flags out. */
  readonly bareUsage?: boolean;
  readonly flags: F;
  action(invocation: Invocation<F>, context: Context): Promise<void>;
}

export interface Group<Context = never> extends Described {
  readonly kind: 'group';
  readonly commands: readonly Definition<Context>[];
}

export type Definition<Context = never> = Command<Context> | Group<Context>;

/** The root: a group with flags that every command takes. */
export interface Program<Context = never> extends Group<Context> {
  readonly version: string;
  readonly globalFlags: Flags;
}

/** A leaf of the tree; its actions get flags typed as they are declared. */
export function defineCommand<Context, F extends Flags>(
  command: Omit<Command<Context, F>, 'kind'>,
): Command<Context, F> {
  return { kind: 'command', ...command };
}

/** A group of commands. */
export function defineGroup<Context>(group: Omit<Group<Context>, 'kind'>): Group<Context> {
  return { kind: 'group', ...group };
}
