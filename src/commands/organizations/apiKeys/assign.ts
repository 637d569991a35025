import { updateApiKey } from '../../../api/resources/apiKeys.ts';
import { responseSchema } from '../../../api/responses/responseSchema.ts';
import { stringFlag } from '../../../cli/define.ts';
import { hbs } from '../../../output/hbs.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { apiKeyArgument, organizationRoleFlag, orgIdFlag, outputFlag } from '../../shared/flags.ts';
import { resolveApiKey } from './apiKey.ts';

export const assignCommand = atlasCommand({
  name: 'assign',
  aliases: ['updates'],
  summary: 'Change the description and the roles of an API key in your organization.',
  description: `The new roles replace those that the key has in the organization. Identify the key by its ID or its public key.

To use this command, you must authenticate with a user account or an API key with the Organization User Admin role.`,
  examples: [
    {
      about: 'Make ORG_MEMBER the only role of the API key with the ID 5f24084d8dbffa3ad3f21234:',
      line: 'atlas organizations apiKeys assign 5f24084d8dbffa3ad3f21234 --role ORG_MEMBER --desc "Read by CI"',
    },
  ],
  args: ['<apiKeyId>'],
  argumentUsages: [apiKeyArgument],
  flags: {
    desc: stringFlag({ usage: 'New description of the API key.' }),
    role: organizationRoleFlag,
    orgId: orgIdFlag,
    output: outputFlag,
  },
  scope: 'organization',
  output: {
    schema: responseSchema('apiKey'),
    text: hbs`API Key '{{value id}}' successfully updated.
`,
  },
  input: ({ flags, args: [apiKeyId], orgId }) =>
    // Like the Atlas CLI, it sends an empty value for a flag that was not given.
    ({
      orgId,
      apiKeyId,
      desc: flags.desc ?? '',
      roles: flags.role,
    }),
  change: {
    resource: 'API key',
    participle: 'changed',
    verifyCommand: () => 'atlas organizations apiKeys list',
  },
  permissionHint: 'changing API keys requires the Organization User Admin role',
  rolesForHint: ({ roles }) => roles,
  resolve: resolveApiKey,
  run: (input, { atlas }) => updateApiKey(atlas, input),
});
