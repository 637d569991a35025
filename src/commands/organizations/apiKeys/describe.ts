import { getApiKey } from '../../../api/resources/apiKeys.ts';
import { responseSchema } from '../../../api/responses/responseSchema.ts';
import { hbs } from '../../../output/hbs.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { apiKeyArgument, orgIdFlag, outputFlag } from '../../shared/flags.ts';
import { resolveApiKey } from './apiKey.ts';

export const describeCommand = atlasCommand({
  name: 'describe',
  aliases: ['show'],
  summary: 'Return one API key of your organization.',
  description: 'Identify the key by its ID or its public key.',
  examples: [
    {
      about: 'Show the API key with the ID 5f24084d8dbffa3ad3f21234:',
      line: 'atlas organizations apiKeys describe 5f24084d8dbffa3ad3f21234',
    },
  ],
  args: ['<ID>'],
  argumentUsages: [apiKeyArgument],
  flags: { orgId: orgIdFlag, output: outputFlag },
  scope: 'organization',
  output: {
    schema: responseSchema('apiKey'),
    text: hbs`ID\tDESCRIPTION\tPUBLIC KEY\tPRIVATE KEY
{{value id}}\t{{value desc}}\t{{value publicKey}}\t{{value privateKey}}
`,
  },
  input: ({ args: [apiKeyId], orgId }) => ({ apiKeyId, orgId }),
  permissionHint: 'reading API keys requires the Organization Member role',
  resolve: resolveApiKey,
  run: (input, { atlas }) => getApiKey(atlas, input),
});
