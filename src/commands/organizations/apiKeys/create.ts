import { createApiKey, newKeysOfOrganization } from '../../../api/resources/apiKeys.ts';
import { ORGANIZATION_ROLES } from '../../../api/resources/roles.ts';
import { responseSchema } from '../../../api/responses/responseSchema.ts';
import { stringFlag, stringsFlag } from '../../../cli/define.ts';
import { hbs } from '../../../output/hbs.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { orgIdFlag, outputFlag } from '../../shared/flags.ts';
import { accessListEntries, fillAccessList, newKeyFlags } from '../../shared/newKey.ts';

export const createCommand = atlasCommand({
  name: 'create',
  summary: 'Create an API Key for your organization.',
  // The Atlas CLI's text, word for word. Service accounts work too.
  description: `MongoDB returns the private API key only once. After you run this command, immediately copy, save, and secure both the public and private API keys.

To use this command, you must authenticate with a user account or an API key with the Organization User Admin role.`,
  examples: [
    {
      about:
        'Create an organization API key with organization owner access in the organization with the ID 5a1b39eec902201990f12345:',
      line: 'atlas organizations apiKeys create --role ORG_OWNER --desc "My API Key" --orgId 5a1b39eec902201990f12345 --output json',
    },
  ],
  args: [],
  flags: {
    desc: stringFlag({ usage: 'Description of the API key.', required: true }),
    role: stringsFlag({
      values: ORGANIZATION_ROLES,
      usage:
        'Role or roles that you want to assign to the API key. To assign more than one role, specify each role with a separate role flag or specify all of the roles as a comma-separated list using one role flag. For the full list of accepted values, see the Items Enum for the corresponding Atlas API endpoint: https://www.mongodb.com/docs/atlas/reference/api-resources-spec/v2/#tag/Programmatic-API-Keys/operation/createApiKey. To learn more about organization level user roles, see: https://dochub.mongodb.org/core/atlas-org-roles.',
      required: true,
    }),
    orgId: orgIdFlag,
    output: outputFlag,
    ...newKeyFlags,
  },
  scope: 'organization',
  change: {
    resource: 'API key',
    participle: 'created',
    verifyCommand: () => 'atlas organizations apiKeys list',
    newKeyQuery: newKeysOfOrganization,
  },
  returnsPrivateKey: true,
  output: {
    schema: responseSchema('apiKey'),
    text: hbs`API Key '{{value id}}' created.
Public API Key {{value publicKey}}
Private API Key {{value privateKey}}
`,
  },
  input: ({ flags, given, orgId }) =>
    // Like the Atlas CLI, sends the description and the roles unchanged: `values` is only for completion.
    ({ orgId, desc: flags.desc ?? '', roles: flags.role, entries: accessListEntries({ flags, given }) }),
  permissionHint: 'creating API keys requires the Organization User Admin role',
  rolesForHint: ({ roles }) => roles,
  run: (input, { atlas }) => createApiKey(atlas, input),
  followUp: fillAccessList,
});
