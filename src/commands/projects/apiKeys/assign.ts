import { assignProjectApiKey } from '../../../api/resources/projectApiKeys.ts';
import { responseSchema } from '../../../api/responses/responseSchema.ts';
import { hbs } from '../../../output/hbs.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { apiKeyArgument, outputFlag, projectIdFlag, projectRoleFlag } from '../../shared/flags.ts';
import { resolveKeyOfProjectOrganization } from './apiKey.ts';

export const assignCommand = atlasCommand({
  name: 'assign',
  aliases: ['update'],
  summary: 'Assign roles in your project to an API key of the organization.',
  description: `The new roles replace those that the key has in the project. The key can also be named by its public key.

To use this command, you must authenticate with a user account or an API key with the Project Owner role.`,
  examples: [
    {
      about:
        "Make GROUP_READ_ONLY the only role of the API key with the ID 5f24084d8dbffa3ad3f21234 in your profile's project:",
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
  change: { resource: 'API key', participle: 'assigned', verifyCommand: () => 'atlas projects apiKeys list' },
  permissionHint: 'assigning API keys to a project requires the Project Owner role',
  resolve: resolveKeyOfProjectOrganization,
  run: (input, { atlas }) => assignProjectApiKey(atlas, input),
});
