import { deleteEntry } from '../../../../api/resources/accessLists.ts';
import { responseSchema } from '../../../../api/responses/responseSchema.ts';
import { quoteForShell } from '../../../../base/words.ts';
import { hbs } from '../../../../output/hbs.ts';
import { atlasCommand } from '../../../../runner/command.ts';
import { apiKeyFlag, forceFlag, orgIdFlag } from '../../../shared/flags.ts';
import { nameOfApiKey, resolveApiKey } from '../apiKey.ts';

export const deleteCommand = atlasCommand({
  name: 'delete',
  aliases: ['rm'],
  summary: 'Remove an IP address from the access list of an API key.',
  description:
    'To use this command, you must authenticate with a user account or an API key with the Organization User Admin role.',
  examples: [
    {
      about: 'Remove a network from the access list of the API key with the ID 5f24084d8dbffa3ad3f21234:',
      line: 'atlas organizations apiKeys accessLists delete 192.0.2.0/24 --apiKey 5f24084d8dbffa3ad3f21234',
    },
  ],
  args: ['<entry>'],
  argumentUsages: ['IP address or block in CIDR notation, as the list shows it.'],
  flags: { apiKey: apiKeyFlag, force: forceFlag, orgId: orgIdFlag },
  scope: 'organization',
  output: () => ({
    schema: responseSchema('deletedEntry'),
    text: hbs`Access list entry '{{value entry}}' deleted
`,
  }),
  input: ({ flags, args: [entry], orgId }) => ({ orgId, apiKeyId: flags.apiKey ?? '', entry }),
  change: {
    resource: 'access list entry',
    participle: 'deleted',
    verifyCommand: ({ apiKeyId }) =>
      `atlas organizations apiKeys accessLists list ${quoteForShell(apiKeyId)}`,
  },
  permissionHint: 'changing access lists requires the Organization User Admin role',
  resolve: resolveApiKey,
  confirm: {
    question: async ({ entry, ...key }, context) =>
      `Remove ${entry} from the access list of ${await nameOfApiKey(key, context)}?`,
    declined: 'Access list entry not deleted\n',
  },
  run: async (input, { atlas }) => {
    await deleteEntry(atlas, input);
    return { entry: input.entry };
  },
});
