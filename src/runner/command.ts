/** Creates commands that send requests to Atlas. */
import { type Command, defineCommand, type Flags } from '../cli/define.ts';
import type { System } from '../system/system.ts';
import type { AtlasCommand } from './definition.ts';

/** Creates a command. The code that runs it is loaded only when it runs. */
export function atlasCommand<F extends Flags, Input, Result>(
  command: AtlasCommand<F, Input, Result>,
): Command<System, F> {
  return defineCommand<System, F>({
    ...command,
    action: async (invocation, system) => (await import('./run.ts')).runCommand(command, invocation, system),
  });
}
