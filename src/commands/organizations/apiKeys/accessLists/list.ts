import { listEntries } from '../../../../api/resources/accessLists.ts';
import { hbs } from '../../../../output/hbs.ts';
import { atlasCommand } from '../../../../runner/command.ts';
import { listOutput, nextPageNotice } from '../../../../runner/list.ts';
import { apiKeyArgument, orgIdFlag, outputFlag, pagingFlags } from '../../../shared/flags.ts';
import { resolveApiKey } from '../apiKey.ts';

export const listCommand = atlasCommand({
  name: 'list',
  aliases: ['ls'],
  summary: 'Return the access list of an API key.',
  description: 'Identify the key by its ID or its public key.',
  examples: [
    {
      about: 'Show the access list of the API key with the ID 5f24084d8dbffa3ad3f21234:',
      line: 'atlas organizations apiKeys accessLists list 5f24084d8dbffa3ad3f21234',
    },
  ],
  args: ['<apiKeyID>'],
  argumentUsages: [apiKeyArgument],
  flags: { ...pagingFlags, orgId: orgIdFlag, output: outputFlag },
  scope: 'organization',
  output: () =>
    listOutput(
      'accessListEntry',
      hbs`IP ADDRESS\tCIDR BLOCK\tCREATED AT
{{#each (rows this)}}
{{value ipAddress}}\t{{value cidrBlock}}\t{{time created}}
{{/each}}
`,
    ),
  input: ({ flags, args: [apiKeyId], orgId }) => ({ ...flags, apiKeyId, orgId }),
  permissionHint: 'reading access lists requires the Organization Member role',
  resolve: resolveApiKey,
  run: (input, { atlas }) => listEntries(atlas, input),
  notice: nextPageNotice,
});
