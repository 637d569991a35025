/** Commands that talk to Atlas, as data. */
import type { LazySchema } from '../api/answerSchema.ts';
import type { AtlasClient } from '../api/client.ts';
import type { Command, Flags, FlagValues } from '../cli/define.ts';
import type { OutputDefinition } from '../output/format.ts';
import type { System } from '../system/system.ts';
import type { ScopeKind } from './scope.ts';

/** What happens when a command's answer holds a secret that exists nowhere else. */
export interface OneTimeSecret {
  /** What is created, for messages: `API key`. */
  readonly what: string;
  /** The command that shows whether it exists. */
  readonly list: string;
}

/** More that is done in the same run, once the answer is safe with its owner. */
export interface FollowUp<Input> {
  isWanted(input: Input): boolean;
  run(input: Input, answer: unknown, context: Context): Promise<unknown>;
  /** What is missing when it did not happen, as a sentence. */
  readonly undone: string;
  /** The command that does the same later. */
  command(input: Input, answer: unknown): string;
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
export interface CommandOutput extends OutputDefinition {
  /** Where only a part of the answer is printed: what the whole answer looks like, and how to take the part out. */
  readonly part?: { readonly of: LazySchema; take(answer: unknown): unknown };
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

export interface AtlasCommand<F extends Flags, Input> extends Omit<Command<System, F>, 'kind' | 'action'> {
  readonly scope?: ScopeKind;
  readonly oneTimeSecret?: OneTimeSecret;
  readonly output: CommandOutput | ((flags: FlagValues<F>) => CommandOutput);
  /** Checks what was given and makes the input of it; what cannot work is refused here. */
  input(raw: RawInput<F>): Input;
  /** What the caller must be allowed to do, for a hint: `creating API keys takes Organization User Admin`. */
  readonly permission?: string;
  /** Roles of an organisation that the input names, for a hint when the service does not know one. */
  roles?(input: Input): readonly string[];
  /** Turns what a user may write for an ID into the ID; asks Atlas where it must. */
  resolve?(input: Input, context: Context): Promise<Input>;
  readonly confirm?: Confirmation<Input>;
  run(input: Input, context: Context): Promise<unknown>;
  readonly followUp?: FollowUp<NoInfer<Input>>;
  /** Said on standard error after the output where a person reads both, never where a script does. */
  remark?(answer: unknown, input: NoInfer<Input>): string | undefined;
}
