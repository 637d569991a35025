/** Runs a program: commander finds the command that a line names, and pflag's grammar parses its flags. */
import { Command as CommanderCommand, type ParseOptionsResult } from 'commander';
import type { Command, Flags, FlagValues, Invocation, Program } from './define.ts';
import { CommandLineError } from './errors.ts';
import { indexOfFirstArgument, type ParsedLine, parseLine } from './parse.ts';
import {
  checkArguments,
  checkRequiredFlags,
  findPath,
  flagsAt,
  helpCommand,
  isNamed,
  type Path,
  unknownCommand,
} from './tree.ts';

/**
 * What the program does. `C` is the type of the context that is passed to actions. It is created only when an action is called.
 */
export interface Handlers<C> {
  /** Shows the help screen of the command or group at the end of the path. */
  help(path: Path<C>): Promise<void>;
  version(program: Program<C>): Promise<void>;
  /** Prints the candidates for the last word, for a shell's completion script. */
  complete(words: readonly string[], withDescriptions: boolean): Promise<void>;
  /** Creates the context for an action, after checking the global flags. Throws if one of them is invalid. */
  context(invocation: Invocation): Promise<C>;
}

/**
 * A commander command with pflag's grammar. Commander asks each command on the path, from the root, to parse the remaining words.
 * A group takes only the name of the next command; the command parses all flags, because only it knows them. Commander objects
 * are created only for the commands on the path.
 */
class TreeCommand<C> extends CommanderCommand {
  private line: ParsedLine = { values: {}, given: new Set(), args: [], dashAt: undefined };

  constructor(
    private readonly path: Path<C>,
    private readonly handlers: Handlers<C>,
  ) {
    const definition = path.at(-1) ?? path[0];
    super(definition.name);
    this.aliases(definition.aliases ?? [])
      .helpOption(false)
      .helpCommand(false)
      .allowExcessArguments(true);
    this.exitOverride();
    this.action(() => (definition.kind === 'group' ? this.actAsGroup() : this.actAsCommand(definition)));
  }

  override parseOptions(argv: string[]): ParseOptionsResult {
    const definition = this.path.at(-1) ?? this.path[0];
    const flags = flagsAt(this.path);
    if (definition.kind === 'command') {
      this.line = parseLine(flags, argv);
      return { operands: [], unknown: [] };
    }
    const nameIndex = indexOfFirstArgument(flags, argv);
    const child = definition.commands.find((command) => isNamed(command, argv[nameIndex]));
    if (!child) {
      const word = argv[nameIndex];
      const asksForHelp = this.path.length > 1 && argv.some((other) => other === '-h' || other === '--help');
      if (word !== undefined && !asksForHelp) throw unknownCommand(this.path, word);
      this.line = parseLine(flags, argv);
      return { operands: [], unknown: [] };
    }
    this.addCommand(new TreeCommand<C>([...this.path, child], this.handlers));
    return { operands: [child.name], unknown: argv.filter((_, index) => index !== nameIndex) };
  }

  private async actAsGroup(): Promise<void> {
    const { values, args } = this.line;
    const [program] = this.path;
    if (values['help'] !== true) {
      if (values['version'] === true) return this.handlers.version(program);
      // This word follows `--`, so, as in cobra, it is not the name of a command.
      if (args[0] !== undefined) throw unknownCommand(this.path, args[0]);
    }
    await this.handlers.help(this.path);
  }

  private async actAsCommand(command: Command<C>): Promise<void> {
    const { values, given, args } = this.line;
    if (values['help'] === true) return this.handlers.help(this.path);
    if (command === helpCommand) return this.handlers.help(findPath(this.path[0], args));
    if (command.args !== 'any') {
      const maxArguments = command.args.length;
      checkArguments(
        this.path,
        maxArguments,
        command.ignoresExtraArguments ? Math.min(maxArguments, args.length) : args.length,
      );
    }
    if (!command.checksRequiredFlagsItself) checkRequiredFlags(command.flags, given);
    // The values were parsed with the command's own flags.
    const typed = values as FlagValues<Flags>;
    const invocation = { values: typed, given, args };
    await command.action(invocation, await this.handlers.context(invocation));
  }
}

/**
 * Finds the command, parses its flags, and calls its action or shows help.
 * @param words the arguments, without the program's own name
 * @throws {CommandLineError} when the line cannot be parsed; also whatever the action throws
 */
export async function runProgram<C>(
  program: Program<C>,
  words: readonly string[],
  handlers: Handlers<C>,
): Promise<void> {
  // Flags may precede `__complete`: bash first expands an alias like `alias a='atlas -P work'`.
  const nameIndex = indexOfFirstArgument(flagsAt([program]), words);
  const completionCommand = words[nameIndex];
  if (completionCommand === '__complete' || completionCommand === '__completeNoDesc') {
    const typed = words.filter((_, index) => index !== nameIndex);
    if (typed.length === 0) throw new CommandLineError('requires at least 1 arg(s), only received 0');
    return handlers.complete(typed, completionCommand === '__complete');
  }
  await runFrom([program], words, handlers);
}

/**
 * Like runProgram, for a line whose first words have been found to name the commands of the path.
 * @param words the words after these
 */
export async function runFrom<C>(
  path: Path<C>,
  words: readonly string[],
  handlers: Handlers<C>,
): Promise<void> {
  await new TreeCommand<C>(path, handlers).parseAsync([...words], { from: 'user' });
}
