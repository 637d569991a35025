import { defineGroup } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { apiKeysGroup } from './apiKeys/index.ts';
import { listCommand } from './list.ts';

export const projectsGroup = defineGroup<System>({
  name: 'projects',
  aliases: ['project'],
  summary: 'Manage your Atlas projects.',
  commands: [listCommand, apiKeysGroup],
});
