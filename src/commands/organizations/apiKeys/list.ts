import { listApiKeys } from '../../../api/resources/apiKeys.ts';
import { hbs } from '../../../output/hbs.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { listOutput, nextPageNotice } from '../../../runner/list.ts';
import { compactFlag, orgIdFlag, outputFlag, pagingFlags } from '../../shared/flags.ts';

export const listCommand = atlasCommand({
  name: 'list',
  aliases: ['ls'],
  summary: 'Return the API keys of your organization.',
  description: 'Private keys are redacted: Atlas returns a private key only once, when the key is created.',
  examples: [
    {
      about: "Show the API keys of your profile's organization:",
      line: 'atlas organizations apiKeys list',
    },
  ],
  args: [],
  flags: { ...pagingFlags, compact: compactFlag, orgId: orgIdFlag, output: outputFlag },
  scope: 'organization',
  output: ({ compact }) =>
    listOutput(
      'apiKey',
      hbs`ID\tDESCRIPTION\tPUBLIC KEY\tPRIVATE KEY
{{#each (rows this)}}
{{value id}}\t{{value desc}}\t{{value publicKey}}\t{{value privateKey}}
{{/each}}
`,
      compact,
    ),
  input: ({ flags, orgId }) => ({ ...flags, orgId }),
  permissionHint: 'listing API keys requires the Organization Member role',
  run: (input, { atlas }) => listApiKeys(atlas, input),
  notice: nextPageNotice,
});
