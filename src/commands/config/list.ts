import { defineCommand } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { outputFlag } from '../shared/flags.ts';

const flags = { output: outputFlag };

export const listCommand = defineCommand<System, typeof flags>({
  name: 'list',
  aliases: ['ls'],
  summary: 'Return the names of all profiles.',
  args: [],
  ignoresExtraArguments: true,
  flags,
  action: async ({ values }, system) => (await import('../../profiles/show.ts')).listProfiles(system, values),
});
