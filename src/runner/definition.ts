/** The types of commands that send requests to Atlas. */
import type { AtlasClient } from '../api/client.ts';
import type { SoughtKeys } from '../api/newKeySearch.ts';
import type { Command, Flags, FlagValues } from '../cli/define.ts';
import type { OutputDefinition } from '../output/format.ts';
import type { System } from '../system/system.ts';
import type { ScopeKind } from './scope.ts';

/** What a command changes in Atlas, for messages about runs that failed or whose outcome is unknown. */
export interface Change<Input> {
  /** The resource: `API key`. */
  readonly what: string;
  /** What happens to the resource: `created`. */
  readonly verb: string;
  /** A command that shows whether it happened. */
  verifyCommand(input: Input): string;
  /** Where to find an API key that was created although no response says so. */
  sought?(input: Input, atlas: AtlasClient): SoughtKeys;
}

/** A second step of a command, which runs after the response was delivered to the user. */
export interface FollowUp<Input, Result> {
  isWanted(input: Input): boolean;
  run(input: Input, response: Result, context: Context): Promise<unknown>;
  /** The consequence if the step fails, as a sentence. */
  readonly notDone: string;
  /** A command that performs the step later. */
  finishCommand(input: Input, response: Result): string;
}

/** The parsed command line, before the command checks it. */
export interface RawInput<F extends Flags> {
  readonly flags: FlagValues<F>;
  /** Names of the flags that were given. */
  readonly given: ReadonlySet<string>;
  /** As many arguments as the command declares. */
  readonly args: readonly [string, ...string[]];
  /** The ID of the command's scope. The other ID is ''. */
  readonly orgId: string;
  readonly projectId: string;
}

/** What a command prints. */
export interface CommandOutput<Result = unknown> extends OutputDefinition {
  /** Selects the part of the response that is printed; by default, all of it. */
  select?(response: Result): unknown;
}

export interface Context {
  readonly atlas: AtlasClient;
}

/** The confirmation before something is deleted, unless `--force` is set. */
export interface Confirmation<Input> {
  /** The question, which names what is deleted. May send requests to find the name. */
  question(input: Input, context: Context): Promise<string>;
  /** The output if the answer is no. */
  readonly declined: string;
}

export interface AtlasCommand<F extends Flags, Input, Result>
  extends Omit<Command<System, F>, 'kind' | 'action'> {
  readonly scope?: ScopeKind;
  readonly output:
    | CommandOutput<NoInfer<Result>>
    | ((flags: FlagValues<F>) => CommandOutput<NoInfer<Result>>);
  /** Checks the parsed command line and converts it to the command's input. @throws {UsageError} if it is invalid */
  input(raw: RawInput<F>): Input;
  /** The required role, for a hint: `creating API keys requires the Organization User Admin role`. */
  readonly permission?: string;
  /** The organization roles in the input, for a hint if one does not exist. */
  roles?(input: Input): readonly string[];
  /** Replaces a public key in the input with the ID of the key. May send requests. */
  resolve?(input: Input, context: Context): Promise<Input>;
  readonly confirm?: Confirmation<Input>;
  run(input: Input, context: Context): Promise<Result>;
  /** What the command changes; undefined for a command that only reads. */
  readonly change?: Change<NoInfer<Input>>;
  /** Whether the response contains the only copy of a private key, so that it must not be lost. */
  readonly hasPrivateKey?: true;
  readonly followUp?: FollowUp<NoInfer<Input>, NoInfer<Result>>;
  /** A notice after the output, only at a terminal. */
  remark?(response: NoInfer<Result>, input: NoInfer<Input>): string | undefined;
}
