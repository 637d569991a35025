import { getOrganization } from '../../api/resources/organizations.ts';
import { responseSchema } from '../../api/responses/responseSchema.ts';
import { hbs } from '../../output/hbs.ts';
import { atlasCommand } from '../../runner/command.ts';
import { outputFlag } from '../shared/flags.ts';

export const describeCommand = atlasCommand({
  name: 'describe',
  aliases: ['show'],
  summary: 'Return one organization.',
  examples: [
    {
      about: 'Show the organization with the ID 5a1b39eec902201990f12345:',
      line: 'atlas organizations describe 5a1b39eec902201990f12345',
    },
  ],
  args: ['<ID>'],
  argumentUsages: ['ID of the organization, 24 hexadecimal digits.'],
  flags: { output: outputFlag },
  output: () => ({
    schema: responseSchema('organization'),
    text: hbs`ID\tNAME
{{value id}}\t{{value name}}
`,
  }),
  input: ({ args: [id] }) => ({ id }),
  run: ({ id }, { atlas }) => getOrganization(atlas, id),
});
