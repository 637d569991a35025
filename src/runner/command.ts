/** Commands that talk to Atlas, as data; how they are run is in run.ts, loaded when one is. */
import type * as z from 'zod/mini';
import type { AtlasClient } from '../atlas/client.ts';
import { type Command, defineCommand, type Flags, type FlagValues } from '../cli/define.ts';
import type { OutputDefinition } from '../output/format.ts';
import type { System } from '../system/system.ts';

/** Whose ID a command needs: from its flag, the environment or the profile. */
export type Scope = 'organization' | 'project';

/** What happens when a command's answer holds a secret that exists nowhere else. */
export interface OneTimeSecret {
  /** What is created, for messages: `API key`. */
  readonly what: string;
  /** The command that shows whether it exists. */
  readonly list: string;
}

/** What a command's input is made of, before its check. */
export interface RawInput<F extends Flags> {
  readonly flags: FlagValues<F>;
  readonly args: readonly string[];
  readonly orgId: string | undefined;
}

export interface AtlasCommand<F extends Flags, Input> extends Omit<Command<System, F>, 'kind' | 'action'> {
  readonly scope?: Scope;
  readonly oneTimeSecret?: OneTimeSecret;
  readonly output: OutputDefinition;
  readonly input: { readonly schema: z.ZodMiniType<Input>; from(raw: RawInput<F>): unknown };
  /** Roles that the input names, for a hint when the service does not know one. */
  roles?(input: Input): readonly string[];
  run(input: Input, context: { atlas: AtlasClient }): Promise<unknown>;
}

/** An Atlas command as the command line sees it. */
export function atlasCommand<F extends Flags, Input>(command: AtlasCommand<F, Input>): Command<System, F> {
  return defineCommand<System, F>({
    ...command,
    action: async (invocation, system) => (await import('./run.ts')).runCommand(command, invocation, system),
  });
}
