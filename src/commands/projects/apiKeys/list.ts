import { listProjectApiKeys } from '../../../api/resources/projectApiKeys.ts';
import { hbs } from '../../../output/hbs.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { listOutput, nextPageNotice } from '../../../runner/list.ts';
import { compactFlag, outputFlag, pagingFlags, projectIdFlag } from '../../shared/flags.ts';

export const listCommand = atlasCommand({
  name: 'list',
  aliases: ['ls'],
  summary: 'Return the API keys that have roles in your project.',
  examples: [{ about: "Show the API keys of your profile's project:", line: 'atlas projects apiKeys list' }],
  args: [],
  flags: { ...pagingFlags, compact: compactFlag, projectId: projectIdFlag, output: outputFlag },
  scope: 'project',
  output: ({ compact }) =>
    listOutput(
      'apiKey',
      hbs`ID\tPUBLIC KEY\tDESCRIPTION
{{#each (rows this)}}
{{value id}}\t{{value publicKey}}\t{{value desc}}
{{/each}}
`,
      compact,
    ),
  input: ({ flags, projectId }) => ({ ...flags, projectId }),
  permissionHint: 'listing the API keys of a project requires the Project Owner role',
  run: (input, { atlas }) => listProjectApiKeys(atlas, input),
  notice: nextPageNotice,
});
