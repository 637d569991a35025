import { removeProjectApiKey } from '../../../api/resources/projectApiKeys.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { deletedKey } from '../../shared/deletion.ts';
import { apiKeyArgument, forceFlag, projectIdFlag } from '../../shared/flags.ts';
import { nameOfProjectApiKey, resolveProjectApiKey } from './apiKey.ts';

export const deleteCommand = atlasCommand({
  name: 'delete',
  aliases: ['rm'],
  summary: 'Remove an API key from your project.',
  description: `The key keeps its other roles in the organization. Identify the key by its ID or its public key.

To use this command, you must authenticate with a user account or an API key with the Project Owner role.`,
  examples: [
    {
      about: 'Remove the API key with the ID 5f24084d8dbffa3ad3f21234 without asking for confirmation:',
      line: 'atlas projects apiKeys delete 5f24084d8dbffa3ad3f21234 --force',
    },
  ],
  args: ['<ID>'],
  argumentUsages: [apiKeyArgument],
  flags: { force: forceFlag, projectId: projectIdFlag },
  scope: 'project',
  output: deletedKey,
  input: ({ args: [apiKeyId], projectId }) => ({ apiKeyId, projectId }),
  change: {
    resource: 'API key',
    participle: 'removed from the project',
    verifyCommand: () => 'atlas projects apiKeys list',
  },
  permissionHint: 'removing API keys from a project requires the Project Owner role',
  resolve: resolveProjectApiKey,
  confirm: {
    question: async (key, context) =>
      `Remove ${await nameOfProjectApiKey(key, context)} from project ${key.projectId}?`,
    declined: 'API Key not deleted\n',
  },
  run: async (key, { atlas }) => {
    await removeProjectApiKey(atlas, key);
    return { id: key.apiKeyId };
  },
});
