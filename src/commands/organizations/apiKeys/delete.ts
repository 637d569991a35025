import { deleteApiKey } from '../../../api/resources/apiKeys.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { deletedKey } from '../../shared/deletion.ts';
import { apiKeyArgument, forceFlag, orgIdFlag } from '../../shared/flags.ts';
import { nameOfApiKey, resolveApiKey } from './apiKey.ts';

export const deleteCommand = atlasCommand({
  name: 'delete',
  aliases: ['rm'],
  summary: 'Delete an API key of your organization.',
  description: `Programs that use the key stop working. Identify the key by its ID or its public key.

To use this command, you must authenticate with a user account or an API key with the Organization User Admin role.`,
  examples: [
    {
      about: 'Delete the API key with the ID 5f24084d8dbffa3ad3f21234 without asking for confirmation:',
      line: 'atlas organizations apiKeys delete 5f24084d8dbffa3ad3f21234 --force',
    },
  ],
  args: ['<ID>'],
  argumentUsages: [apiKeyArgument],
  flags: { force: forceFlag, orgId: orgIdFlag },
  scope: 'organization',
  output: deletedKey,
  input: ({ args: [apiKeyId], orgId }) => ({ apiKeyId, orgId }),
  change: {
    resource: 'API key',
    participle: 'deleted',
    verifyCommand: () => 'atlas organizations apiKeys list',
  },
  permissionHint: 'deleting API keys requires the Organization User Admin role',
  resolve: resolveApiKey,
  confirm: {
    question: async (key, context) => `Delete ${await nameOfApiKey(key, context)}?`,
    declined: 'API Key not deleted\n',
  },
  run: async (key, { atlas }) => {
    await deleteApiKey(atlas, key);
    return { id: key.apiKeyId };
  },
});
