import { defineCommand, textOf } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

export const whoamiCommand = defineCommand<System, Record<never, never>>({
  name: 'whoami',
  summary: 'Show whose credentials are used.',
  description: `It says who, and of which kind the credentials are; on a terminal also where they came from. Nothing is asked of Atlas.`,
  examples: [
    { about: 'Show whose credentials the profile work holds:', line: 'atlas auth whoami --profile work' },
  ],
  args: [],
  flags: {},
  action: async (invocation, system) =>
    (await import('../../account/whoami.ts')).whoami(system, textOf(invocation, 'profile')),
});
