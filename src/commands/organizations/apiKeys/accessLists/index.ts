import { defineGroup } from '../../../../cli/define.ts';
import type { System } from '../../../../system/system.ts';
import { createCommand } from './create.ts';
import { deleteCommand } from './delete.ts';
import { listCommand } from './list.ts';

export const accessListsGroup = defineGroup<System>({
  name: 'accessLists',
  aliases: [
    'accesslists',
    'access-lists',
    'accessList',
    'accesslist',
    'access-list',
    'whitelists',
    'whitelist',
  ],
  summary: 'Manage the IP addresses from which an API key can be used.',
  commands: [listCommand, createCommand, deleteCommand],
});
