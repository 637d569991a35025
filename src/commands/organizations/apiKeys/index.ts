import { defineGroup } from '../../../cli/define.ts';
import type { System } from '../../../system/system.ts';
import { createCommand } from './create.ts';

export const apiKeysGroup = defineGroup<System>({
  name: 'apiKeys',
  aliases: ['apikeys', 'api-keys', 'apiKey', 'apikey', 'api-key'],
  summary: 'Manage the API keys of an organization.',
  commands: [createCommand],
});
