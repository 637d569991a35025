/** Creates commands that send requests to Atlas. */
import { type Command, defineCommand, type Flags } from '../cli/define.ts';
import type { System } from '../system/system.ts';
import type { AtlasCommand, CommandDefinition, RunnerFlags } from './definition.ts';
import type { ScopeKind } from './scope.ts';

/** Creates a command. The code that runs it is loaded only when it runs. */
export function atlasCommand<
  F extends Flags & Partial<RunnerFlags>,
  const Args extends readonly string[],
  Input,
  Result,
  Scope extends ScopeKind = never,
>(definition: CommandDefinition<F, Args, Scope, Input, Result>): Command<System, F> {
  const command: AtlasCommand<F, Input, Result> = definition;
  return defineCommand<System, F>({
    ...command,
    // As in cobra, the checks of PreRun (credentials, ID) come before the required flags.
    checksRequiredFlagsItself: true,
    action: async (invocation, system) => (await import('./run.ts')).runCommand(command, invocation, system),
  });
}
