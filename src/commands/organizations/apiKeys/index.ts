import { defineGroup } from '../../../cli/define.ts';
import type { System } from '../../../system/system.ts';
import { accessListsGroup } from './accessLists/index.ts';
import { assignCommand } from './assign.ts';
import { createCommand } from './create.ts';
import { deleteCommand } from './delete.ts';
import { describeCommand } from './describe.ts';
import { listCommand } from './list.ts';
import { rotateCommand } from './rotate.ts';
import { apiKeysWords } from './words.ts';

export const apiKeysGroup = defineGroup<System>({
  ...apiKeysWords,
  commands: [
    listCommand,
    describeCommand,
    assignCommand,
    createCommand,
    rotateCommand,
    deleteCommand,
    accessListsGroup,
  ],
});
