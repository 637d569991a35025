/** Makes a command of the command line out of a command that talks to Atlas. */
import { type Command, defineCommand, type Flags } from '../cli/define.ts';
import type { System } from '../system/system.ts';
import type { AtlasCommand } from './definition.ts';

/** The command; how it is run is loaded when it is. */
export function atlasCommand<F extends Flags, Input, Result>(
  command: AtlasCommand<F, Input, Result>,
): Command<System, F> {
  return defineCommand<System, F>({
    ...command,
    action: async (invocation, system) => (await import('./run.ts')).runCommand(command, invocation, system),
  });
}
