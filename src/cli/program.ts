/** From definitions to commander's tree, which finds the command and calls it. */
import { Command as CommanderCommand, type ParseOptionsResult } from 'commander';
import type { Command, Flags, FlagValues, Invocation, Program } from './define.ts';
import { CommandLineError } from './errors.ts';
import { firstArgument, type ParsedLine, parseLine } from './parse.ts';
import {
  checkArguments,
  find,
  flagsAt,
  helpCommand,
  isNamed,
  type Path,
  unknownCommand,
  wordsOf,
} from './tree.ts';

/** What a program does with a command line; `C` is the context that actions get, made when one is called. */
export interface Handlers<C> {
  /** Shows the help screen of what stands at the end of the path. */
  help(path: Path<C>): Promise<void>;
  version(program: Program<C>): Promise<void>;
  /** Answers a shell's script: what may stand in place of the last word. */
  complete(words: readonly string[], described: boolean): Promise<void>;
  /** The context for an action; what is wrong with the flags that all commands share is found here. */
  context(invocation: Invocation): Promise<C>;
}

/**
 * A commander command whose option grammar is pflag's. Commander walks from the root to the leaf and asks each
 * command on the way to parse what is left; a group only picks the next word out, and the leaf parses the rest in one
 * go, because only then the flags are known. Children are made when their word is found: a run pays for its own path.
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
    this.action(() => (definition.kind === 'group' ? this.actAsGroup() : this.actAsLeaf(definition)));
  }

  override parseOptions(argv: string[]): ParseOptionsResult {
    const definition = this.path.at(-1) ?? this.path[0];
    const flags = flagsAt(this.path);
    if (definition.kind === 'command') {
      this.line = parseLine(flags, argv);
      return { operands: [], unknown: [] };
    }
    const at = firstArgument(flags, argv);
    const child = definition.commands.find((command) => isNamed(command, argv[at]));
    if (!child) {
      const word = argv[at];
      const asksForHelp = this.path.length > 1 && argv.some((other) => other === '-h' || other === '--help');
      if (word !== undefined && !asksForHelp) throw unknownCommand(this.path, word);
      this.line = parseLine(flags, argv);
      return { operands: [], unknown: [] };
    }
    this.addCommand(new TreeCommand<C>([...this.path, child], this.handlers));
    return { operands: [child.name], unknown: argv.filter((_, index) => index !== at) };
  }

  private async actAsGroup(): Promise<void> {
    const { values, args } = this.line;
    const [program] = this.path;
    if (values['help'] !== true) {
      if (values['version'] === true) return this.handlers.version(program);
      // What stood behind `--`, which cobra does not look at when it looks for a command.
      if (args[0] !== undefined) throw unknownCommand(this.path, args[0]);
    }
    await this.handlers.help(this.path);
  }

  private async actAsLeaf(command: Command<C>): Promise<void> {
    const { values, given, args } = this.line;
    if (values['help'] === true) return this.handlers.help(this.path);
    if (command === helpCommand) return this.handlers.help(find(this.path[0], args));
    if (command.args !== 'any') {
      const wanted = command.args.length;
      checkArguments(this.path, wanted, command.ignoresMore ? Math.min(wanted, args.length) : args.length);
    }
    // The values were parsed by these very flags.
    const typed = values as FlagValues<Flags>;
    const invocation = { path: wordsOf(this.path), values: typed, given, args };
    await command.action(invocation, await this.handlers.context(invocation));
  }
}

/**
 * Finds the command that the words name, parses its flags and calls its action, or shows help.
 * @param words the arguments, without the program's own name
 * @throws {CommandLineError} when the line cannot be understood, and whatever the action throws
 */
export async function runProgram<C>(
  program: Program<C>,
  words: readonly string[],
  handlers: Handlers<C>,
): Promise<void> {
  const [request, ...typed] = words;
  if (request === '__complete' || request === '__completeNoDesc') {
    if (typed.length === 0) throw new CommandLineError('requires at least 1 arg(s), only received 0');
    return handlers.complete(typed, request === '__complete');
  }
  await new TreeCommand<C>([program], handlers).parseAsync([...words], { from: 'user' });
}
