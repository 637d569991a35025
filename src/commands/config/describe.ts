import { defineCommand } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { outputFlag } from '../shared/flags.ts';

const flags = { output: outputFlag };

export const describeCommand = defineCommand<System, typeof flags>({
  name: 'describe',
  aliases: ['get'],
  summary: 'Return the properties of a profile, with secrets redacted.',
  args: ['<name>'],
  argumentUsages: ['Name of the profile.'],
  argumentValues: 'profiles',
  flags,
  action: async ({ args: [name = ''], values }, system) =>
    (await import('../../profiles/show.ts')).describeProfile(system, name, values),
});
