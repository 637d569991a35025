import { assignProjectApiKey } from '../../../api/projectApiKeys.ts';
import { responseSchema } from '../../../api/responseSchema.ts';
import { hbs } from '../../../output/hbs.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { apiKeyArgument, outputFlag, projectIdFlag, projectRoleFlag } from '../../shared/flags.ts';
import { resolveKeyOfProjectOrganization } from './apiKey.ts';

export const assignCommand = atlasCommand({
  name: 'assign',
  aliases: ['update'],
  summary: 'Give an API key of the organization roles in your project.',
  description: `The roles replace those that the key has in the project. The key is named by its ID or by its public key.

To use this command, you must authenticate with a user account or an API key with the Project Owner role.`,
  examples: [
    {
      about: 'Let the API key with the ID 5f24084d8dbffa3ad3f21234 only read the project of your profile:',
      line: 'atlas projects apiKeys assign 5f24084d8dbffa3ad3f21234 --role GROUP_READ_ONLY',
    },
  ],
  args: ['<ID>'],
  argumentUsages: [apiKeyArgument],
  flags: { role: projectRoleFlag, projectId: projectIdFlag, output: outputFlag },
  scope: 'project',
  output: {
    schema: responseSchema('apiKey'),
    text: hbs`API Key successfully assigned.
`,
  },
  input: ({ flags, args: [apiKeyId], projectId }) => ({ projectId, apiKeyId, roles: flags.role }),
  change: { what: 'API key', verb: 'assigned', lookCommand: () => 'atlas projects apiKeys list' },
  permission: 'assigning API keys to a project takes Project Owner',
  resolve: resolveKeyOfProjectOrganization,
  run: (input, { atlas }) => assignProjectApiKey(atlas, input),
});
