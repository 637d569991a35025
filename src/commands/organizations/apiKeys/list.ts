import { listApiKeys } from '../../../api/apiKeys.ts';
import { hbs } from '../../../output/hbs.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { listOutput, moreAfter } from '../../../runner/list.ts';
import { compactFlag, orgIdFlag, outputFlag, pagingFlags } from '../../shared/flags.ts';

export const listCommand = atlasCommand({
  name: 'list',
  aliases: ['ls'],
  summary: 'Return the API keys of your organization.',
  description: 'Private keys are shown redacted: the whole one is in the answer to create, and nowhere else.',
  examples: [
    {
      about: 'Show the API keys of the organization of your profile:',
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
  permission: 'listing API keys takes Organization Member',
  run: (input, { atlas }) => listApiKeys(atlas, input),
  remark: moreAfter,
});
