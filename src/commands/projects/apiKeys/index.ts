import { defineGroup } from '../../../cli/define.ts';
import type { System } from '../../../system/system.ts';
import { assignCommand } from './assign.ts';
import { createCommand } from './create.ts';
import { deleteCommand } from './delete.ts';
import { listCommand } from './list.ts';

export const apiKeysGroup = defineGroup<System>({
  name: 'apiKeys',
  aliases: ['apikeys', 'api-keys', 'apiKey', 'apikey', 'api-key'],
  summary: 'Manage the API keys that have roles in a project.',
  commands: [listCommand, createCommand, deleteCommand, assignCommand],
});
