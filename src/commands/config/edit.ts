import { defineCommand } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

export const editCommand = defineCommand<System, Record<never, never>>({
  name: 'edit',
  summary: 'Edit the configuration file.',
  description: `The editor is the one that VISUAL or EDITOR names. It gets a copy, which is put in place when it is closed; a text that is not TOML is not, and says where it is kept.`,
  args: [],
  flags: {},
  action: async (_, system) => (await import('../../profiles/edit.ts')).editConfig(system),
});
