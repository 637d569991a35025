/** The types of commands that send requests to Atlas. */
import type { AtlasClient } from '../api/client.ts';
import type { NewKeyQuery } from '../api/resources/newKeySearch.ts';
import type { BoolFlag, Command, Flags, FlagValues, Invocation, StringFlag } from '../cli/define.ts';
import type { OutputDefinition } from '../output/format.ts';
import type { System } from '../system/system.ts';
import type { ScopeKind } from './scope.ts';

/** The flags that the runner reads itself, by their names. A command declares those that its other properties imply. */
export type RunnerFlags = {
  readonly profile: StringFlag;
  readonly output: StringFlag;
  readonly force: BoolFlag;
  readonly dryRun: BoolFlag;
  readonly envFile: StringFlag;
  readonly saveProfile: StringFlag;
  readonly storeWith: StringFlag;
  readonly updateProfile: BoolFlag;
  readonly orgId: StringFlag;
  readonly projectId: StringFlag;
};

/** The values of the runner's flags; undefined for those that the command does not have. */
export const runnerFlags = ({ values }: Invocation): Partial<FlagValues<RunnerFlags>> =>
  // CommandDefinition makes sure that a flag with such a name has this type.
  values as Partial<FlagValues<RunnerFlags>>;

/** What a command changes in Atlas, for messages about runs that failed or whose outcome is unknown. */
export interface Change<Input> {
  /** The resource: `API key`. */
  readonly resource: string;
  /** What happens to the resource, as a participle: `created`. */
  readonly participle: string;
  /** A command that shows whether it happened. */
  verifyCommand(input: Input): string;
  /** How to search for the new API key if there is no response. */
  newKeyQuery?(atlas: AtlasClient, input: Input): NewKeyQuery;
}

/** A second call of a command, after the response to the first one has been delivered. */
export interface FollowUp<Input, Result> {
  isWanted(input: Input): boolean;
  run(input: Input, response: Result, context: Context): Promise<unknown>;
  /** The consequence if the step is not executed, as a sentence. */
  readonly notDone: string;
  /** The same if its request was sent, but no response proves the outcome. */
  readonly maybeDone: string;
  /** A command that performs the step later. */
  finishCommand(input: Input, response: Result): string;
}

/** The parsed command line, before the command checks it. */
export interface ParsedInput<F extends Flags> {
  readonly flags: FlagValues<F>;
  /** Names of the flags that were given. */
  readonly given: ReadonlySet<string>;
  readonly args: readonly string[];
  /** The ID of the command's scope, if it has one. */
  readonly orgId?: string;
  readonly projectId?: string;
}

/** The same for a command with these arguments and this scope: as many arguments as it declares, and the ID of its scope. */
export type RawInput<F extends Flags, Args extends readonly string[], Scope> = Omit<
  ParsedInput<F>,
  'args' | 'orgId' | 'projectId'
> & { readonly args: { readonly [Index in keyof Args]: string } } & ([Scope] extends [never]
    ? unknown
    : Scope extends 'organization'
      ? { readonly orgId: string }
      : { readonly projectId: string });

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

/** What the preflight needs to know of a command. */
export type CheckedCommand<F extends Flags, Input, Result> = Omit<
  AtlasCommand<F, Input, Result>,
  'run' | 'resolve' | 'change' | 'followUp' | 'notice'
>;

/** A command as the runner sees it. Commands are written as a CommandDefinition, which is stricter. */
export interface AtlasCommand<F extends Flags, Input, Result>
  extends Omit<Command<System, F>, 'kind' | 'action' | 'checksRequiredFlags'> {
  readonly scope?: ScopeKind;
  readonly output:
    | CommandOutput<NoInfer<Result>>
    | ((flags: FlagValues<F>) => CommandOutput<NoInfer<Result>>);
  /** Checks the parsed command line and converts it to the command's input. @throws {UsageError} if it is invalid */
  input(raw: ParsedInput<F>): Input;
  /** The required role, for a hint: `creating API keys requires the Organization User Admin role`. */
  readonly permissionHint?: string;
  /** The organization roles in the input, for a hint if one does not exist. */
  rolesForHint?(input: Input): readonly string[];
  /** Replaces a public key in the input with the ID of the key. May send requests. */
  resolve?(input: Input, context: Context): Promise<Input>;
  readonly confirm?: Confirmation<Input>;
  run(input: Input, context: Context): Promise<Result>;
  /** What the command changes; undefined for a command that only reads. */
  readonly change?: Change<NoInfer<Input>>;
  /** Whether the response contains the only copy of a private key, so that it must not be lost. */
  readonly returnsPrivateKey?: true;
  readonly followUp?: FollowUp<NoInfer<Input>, NoInfer<Result>>;
  /** A notice after the output, only at a terminal. */
  notice?(response: NoInfer<Result>, input: NoInfer<Input>): string | undefined;
}

/** The type, or never if the command does not declare the flags. */
type With<F extends Flags, Names extends keyof RunnerFlags, T> =
  F extends Pick<RunnerFlags, Names> ? T : never;

/**
 * A command as it is written. Its input gets the arguments that it declares and the ID of its scope. What the runner does
 * with a flag requires that flag: a scope its ID, a confirmation --force, a private key destinations and a dry run.
 */
export interface CommandDefinition<
  F extends Flags & Partial<RunnerFlags>,
  Args extends readonly string[],
  Scope extends ScopeKind,
  Input,
  Result,
> extends Omit<AtlasCommand<F, Input, Result>, 'args' | 'scope' | 'input' | 'confirm' | 'hasPrivateKey'> {
  readonly args: Args;
  readonly scope?: Scope & With<F, Scope extends 'organization' ? 'orgId' : 'projectId', unknown>;
  input(raw: RawInput<F, Args, Scope>): Input;
  readonly confirm?: With<F, 'force', Confirmation<Input>>;
  readonly returnsPrivateKey?: With<F, 'dryRun' | 'envFile' | 'saveProfile' | 'storeWith', true>;
}
