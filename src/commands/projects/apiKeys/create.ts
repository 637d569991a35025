import { createProjectApiKey, newKeysOfProject } from '../../../api/resources/projectApiKeys.ts';
import { responseSchema } from '../../../api/responses/responseSchema.ts';
import { stringFlag } from '../../../cli/define.ts';
import { hbs } from '../../../output/hbs.ts';
import { atlasCommand } from '../../../runner/command.ts';
import { outputFlag, projectIdFlag, projectRoleFlag } from '../../shared/flags.ts';
import { accessListEntries, fillAccessList, newKeyFlags } from '../../shared/newKey.ts';

export const createCommand = atlasCommand({
  name: 'create',
  summary: 'Create an organization API key with roles in your project.',
  description: `MongoDB returns the private API key only once. Copy it from the output and store it in a safe place.

To use this command, you must authenticate with a user account or an API key with the Project Owner role.`,
  examples: [
    {
      about:
        'Create an API key with the role GROUP_OWNER in the project with the ID 5f71e5255afec75a3d0f96dc:',
      line: 'atlas projects apiKeys create --desc "My API key" --projectId 5f71e5255afec75a3d0f96dc --role GROUP_OWNER --output json',
    },
  ],
  args: [],
  flags: {
    desc: stringFlag({ usage: 'Description of the API key.', required: true }),
    role: projectRoleFlag,
    projectId: projectIdFlag,
    output: outputFlag,
    ...newKeyFlags,
  },
  scope: 'project',
  change: {
    resource: 'API key',
    participle: 'created',
    verifyCommand: () => 'atlas projects apiKeys list',
    newKeyQuery: newKeysOfProject,
  },
  returnsPrivateKey: true,
  output: {
    schema: responseSchema('apiKey'),
    text: hbs`API Key '{{value id}}' created.
Public API Key {{value publicKey}}
Private API Key {{value privateKey}}
`,
  },
  input: ({ flags, given, projectId }) =>
    // Like the Atlas CLI, sends the description and the roles unchanged.
    ({ projectId, desc: flags.desc ?? '', roles: flags.role, entries: accessListEntries({ flags, given }) }),
  permissionHint: 'creating API keys for a project requires the Project Owner role',
  run: (input, { atlas }) => createProjectApiKey(atlas, input),
  followUp: fillAccessList,
});
