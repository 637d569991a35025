import { listOrganizations } from '../../api/resources/organizations.ts';
import { boolFlag, stringFlag } from '../../cli/define.ts';
import { hbs } from '../../output/hbs.ts';
import { atlasCommand } from '../../runner/command.ts';
import { listOutput, nextPageNotice } from '../../runner/list.ts';
import { outputFlag, pagingFlags } from '../shared/flags.ts';

export const listCommand = atlasCommand({
  name: 'list',
  aliases: ['ls'],
  summary: 'Return the organizations that your credentials can see.',
  examples: [
    { about: 'Show the name and ID of each organization:', line: 'atlas organizations list' },
    {
      about: 'Show the organizations whose name begins with Acme, as JSON:',
      line: 'atlas organizations list --name Acme --output json',
    },
  ],
  args: [],
  flags: {
    name: stringFlag({ usage: 'Return only the organizations whose name begins with this text.' }),
    // The Atlas CLI accepts the flag and sends nothing: the API has no such parameter.
    includeDeleted: boolFlag({
      usage: 'Accepted for compatibility and ignored: Atlas does not return deleted organizations.',
    }),
    ...pagingFlags,
    output: outputFlag,
  },
  output: () =>
    listOutput(
      'organization',
      hbs`ID\tNAME
{{#each (rows this)}}
{{value id}}\t{{value name}}
{{/each}}
`,
    ),
  input: ({ flags }) => ({ ...flags, name: flags.name ?? '' }),
  run: (input, { atlas }) => listOrganizations(atlas, input),
  notice: nextPageNotice,
});
