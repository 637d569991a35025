import { defineCommand, textOf } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

export const whoamiCommand = defineCommand<System, Record<never, never>>({
  name: 'whoami',
  summary: 'Show whose credentials are used.',
  description: `Prints the owner and the kind of the credentials and, at a terminal, where they come from. Sends no request to Atlas.`,
  examples: [
    { about: 'Show whose credentials the profile work has:', line: 'atlas auth whoami --profile work' },
  ],
  args: [],
  flags: {},
  action: async (invocation, system) =>
    (await import('../../account/whoami.ts')).whoami(system, textOf(invocation, 'profile')),
});
