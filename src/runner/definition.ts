/** Commands that talk to Atlas, as data. */
import type { AtlasClient } from '../api/client.ts';
import type { Command, Flags, FlagValues } from '../cli/define.ts';
import type { OutputDefinition } from '../output/format.ts';
import type { System } from '../system/system.ts';
import type { ScopeKind } from './scope.ts';

/** What a command changes in the service, for messages about runs that failed or whose outcome is unknown. */
export interface Change<Input> {
  /** The thing that is changed: `API key`. */
  readonly what: string;
  /** What happens to it, as a participle: `created`. */
  readonly verb: string;
  /** The command that shows whether it happened. */
  verifyCommand(input: Input): string;
}

/** More that is done in the same run, once the response is safe with its owner. */
export interface FollowUp<Input, Result> {
  isWanted(input: Input): boolean;
  run(input: Input, response: Result, context: Context): Promise<unknown>;
  /** What is missing when it did not happen, as a sentence. */
  readonly notDone: string;
  /** The command that does the same later. */
  finishCommand(input: Input, response: Result): string;
}

/** What a command's input is made of, before its check. */
export interface RawInput<F extends Flags> {
  readonly flags: FlagValues<F>;
  /** Names of the flags that were given. */
  readonly given: ReadonlySet<string>;
  /** As many as the command declares: the grammar has seen to that. */
  readonly args: readonly [string, ...string[]];
  /** The ID of the command's scope, under its own name; the other one is ''. */
  readonly orgId: string;
  readonly projectId: string;
}

/** What a command prints. */
export interface CommandOutput<Result = unknown> extends OutputDefinition {
  /** Takes out what is printed, where that is only a part of the response. */
  select?(response: Result): unknown;
}

export interface Context {
  readonly atlas: AtlasClient;
}

/** What is asked before something is destroyed, unless `--force` is given. */
export interface Confirmation<Input> {
  /** The question, which says what will be gone; it may look that up. */
  question(input: Input, context: Context): Promise<string>;
  /** What is printed when the answer is no. */
  readonly declined: string;
}

export interface AtlasCommand<F extends Flags, Input, Result>
  extends Omit<Command<System, F>, 'kind' | 'action'> {
  readonly scope?: ScopeKind;
  readonly output:
    | CommandOutput<NoInfer<Result>>
    | ((flags: FlagValues<F>) => CommandOutput<NoInfer<Result>>);
  /** Checks what was given and makes the input of it; what cannot work is refused here. */
  input(raw: RawInput<F>): Input;
  /** What the caller must be allowed to do, for a hint: `creating API keys takes Organization User Admin`. */
  readonly permission?: string;
  /** Roles of an organization that the input names, for a hint when the service does not know one. */
  roles?(input: Input): readonly string[];
  /** Turns what a user may write for an ID into the ID; asks Atlas where it must. */
  resolve?(input: Input, context: Context): Promise<Input>;
  readonly confirm?: Confirmation<Input>;
  run(input: Input, context: Context): Promise<Result>;
  /** What the command changes; a command that only reads has none. */
  readonly change?: Change<NoInfer<Input>>;
  /** Whether the response holds a private key that exists nowhere else, so that it must not be lost. */
  readonly hasPrivateKey?: true;
  readonly followUp?: FollowUp<NoInfer<Input>, NoInfer<Result>>;
  /** Said on standard error after the output where a person reads both, never where a script does. */
  remark?(response: NoInfer<Result>, input: NoInfer<Input>): string | undefined;
}
