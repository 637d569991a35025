import { defineCommand } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

export const editCommand = defineCommand<System, Record<never, never>>({
  name: 'edit',
  summary: 'Edit the configuration file.',
  description: `Opens a copy of the file in the editor that VISUAL or EDITOR names. When you close the editor, the copy replaces the file. If the copy is not valid TOML, the file stays unchanged, and the error message says where the copy is.`,
  args: [],
  flags: {},
  action: async (_, system) => (await import('../../profiles/edit.ts')).editConfig(system),
});
