import { defineCommand } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { forceFlag } from '../shared/flags.ts';

const flags = { force: forceFlag };

export const deleteCommand = defineCommand<System, typeof flags>({
  name: 'delete',
  aliases: ['rm'],
  summary: 'Delete a profile.',
  description:
    'The API key in the profile stays valid. To delete it, too, use atlas organizations apiKeys delete.',
  args: ['<name>'],
  argumentUsages: ['Name of the profile.'],
  argumentValues: 'profiles',
  flags,
  action: async ({ args: [name = ''], values }, system) =>
    (await import('../../profiles/deleteAndRename.ts')).deleteProfile(system, name, values.force),
});
