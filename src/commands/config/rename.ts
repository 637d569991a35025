import { defineCommand } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

export const renameCommand = defineCommand<System, Record<never, never>>({
  name: 'rename',
  aliases: ['mv'],
  summary: 'Rename a profile.',
  description: 'It asks first where that replaces another one.',
  args: ['<oldProfileName>', '<newProfileName>'],
  argumentUsages: ['Name that the profile has.', 'Name that it gets.'],
  argumentValues: 'profiles',
  flags: {},
  action: async ({ args: [from = '', to = ''] }, system) =>
    (await import('../../profiles/remove.ts')).renameProfile(system, from, to),
});
