import { defineGroup } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { apiKeysGroup } from './apiKeys/index.ts';
import { describeCommand } from './describe.ts';
import { listCommand } from './list.ts';
import { organizationsWords } from './words.ts';

export const organizationsGroup = defineGroup<System>({
  ...organizationsWords,
  commands: [listCommand, describeCommand, apiKeysGroup],
});
