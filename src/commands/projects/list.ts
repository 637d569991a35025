import { checkId } from '../../api/ids.ts';
import { listProjects } from '../../api/resources/projects.ts';
import { stringFlag } from '../../cli/define.ts';
import { hbs } from '../../output/hbs.ts';
import { atlasCommand } from '../../runner/command.ts';
import { listOutput, nextPageNotice } from '../../runner/list.ts';
import { outputFlag, pagingFlags } from '../shared/flags.ts';

export const listCommand = atlasCommand({
  name: 'list',
  aliases: ['ls'],
  summary: 'Return the projects that your credentials can see.',
  examples: [
    { about: 'Show the name and ID of each project:', line: 'atlas projects list' },
    {
      about: 'Show the projects of the organization with the ID 5a1b39eec902201990f12345:',
      line: 'atlas projects list --orgId 5a1b39eec902201990f12345',
    },
  ],
  args: [],
  flags: {
    ...pagingFlags,
    // As in the Atlas CLI, only the flag narrows the list; the organization of the profile does not.
    orgId: stringFlag({
      values: 'organizations',
      usage: 'Return only the projects of the organization with this ID.',
    }),
    output: outputFlag,
  },
  output: () =>
    listOutput(
      'project',
      hbs`ID\tNAME
{{#each (rows this)}}
{{value id}}\t{{value name}}
{{/each}}
`,
    ),
  input: ({ flags }) => ({ ...flags, orgId: flags.orgId ? checkId(flags.orgId) : undefined }),
  run: (input, { atlas }) => listProjects(atlas, input),
  notice: nextPageNotice,
});
