import { defineCommand } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

export const renameCommand = defineCommand<System, Record<never, never>>({
  name: 'rename',
  aliases: ['mv'],
  summary: 'Rename a profile.',
  description: 'Asks for confirmation if another profile has the new name.',
  args: ['<oldProfileName>', '<newProfileName>'],
  argumentUsages: ['Name of the profile to rename.', 'New name of the profile.'],
  argumentValues: 'profiles',
  flags: {},
  action: async ({ args: [from = '', to = ''] }, system) =>
    (await import('../../profiles/deleteAndRename.ts')).renameProfile(system, from, to),
});
