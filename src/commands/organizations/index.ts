import { defineGroup } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { apiKeysGroup } from './apiKeys/index.ts';
import { describeCommand } from './describe.ts';
import { listCommand } from './list.ts';

export const organizationsGroup = defineGroup<System>({
  name: 'organizations',
  aliases: ['organization', 'orgs', 'org'],
  summary: 'Manage your Atlas organizations.',
  commands: [listCommand, describeCommand, apiKeysGroup],
});
