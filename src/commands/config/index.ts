import { defineGroup } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { deleteCommand } from './delete.ts';
import { describeCommand } from './describe.ts';
import { editCommand } from './edit.ts';
import { initCommand } from './init.ts';
import { listCommand } from './list.ts';
import { renameCommand } from './rename.ts';
import { setCommand } from './set.ts';

export const configGroup = defineGroup<System>({
  name: 'config',
  summary: 'Configure and manage your user profiles.',
  commands: [
    initCommand,
    setCommand,
    listCommand,
    describeCommand,
    renameCommand,
    deleteCommand,
    editCommand,
  ],
});
