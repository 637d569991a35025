import { responseSchema } from '../../../api/responses/responseSchema.ts';
import { UsageError } from '../../../base/errors.ts';
import { boolFlag, defineCommand, type Flags, stringFlag } from '../../../cli/define.ts';
import { hbs } from '../../../output/hbs.ts';
import type { RotateCommand } from '../../../rotation/rotation.ts';
import type { System } from '../../../system/system.ts';
import { orgIdFlag, outputFlag } from '../../shared/flags.ts';
import { accessListEntries, newKeyFlags } from '../../shared/newKey.ts';

/** The flags without their mark as extensions: the whole command is one. */
const asRegularFlags = <F extends Flags>(extensions: F): F =>
  // Only a property of each flag changes that its type does not depend on.
  Object.fromEntries(
    Object.entries(extensions).map(([name, flag]) => [name, { ...flag, extension: false }]),
  ) as F;

const flags = {
  desc: stringFlag({ usage: 'Description of the new API key. The default is that of the old one.' }),
  deleteOld: boolFlag({
    usage: 'Delete the old API key after the new one has been tested and delivered.',
  }),
  noTest: boolFlag({ usage: 'Do not test the new API key.' }),
  force: boolFlag({
    usage:
      'Delete the old API key without asking for confirmation. If a project refuses the roles of the new API key, deliver it without them, and keep the old one.',
  }),
  updateProfile: boolFlag({
    usage:
      'Replace the API key in the profile that this run uses. Cannot be combined with an argument or with another destination for the new key.',
  }),
  orgId: orgIdFlag,
  output: outputFlag,
  ...asRegularFlags(newKeyFlags),
};

/** The flags that cannot be combined with `--updateProfile`. */
const OTHER_DESTINATIONS = ['envFile', 'saveProfile', 'storeWith'] as const;

const definition: RotateCommand<typeof flags> = {
  name: 'rotate',
  isExtension: true,
  summary: 'Replace an API key with a new one that has the same roles and access list.',
  description: `Creates a new API key with the description, the roles, and the access list of the old one, tests it, and delivers it. The old key keeps working unless you pass --deleteOld.

Identify the old key by its ID or its public key. Without an argument, the command rotates the API key that it is authenticated with; then you can pass --updateProfile.

To use this command, you must authenticate with a user account or an API key with the Organization User Admin role.`,
  examples: [
    {
      about:
        'Rotate the API key with the public key abcdefgh, store the new one in Vault, and delete the old one:',
      line: 'atlas organizations apiKeys rotate abcdefgh --storeWith "vault kv put -mount=secret atlas/ci -" --deleteOld --force',
    },
    {
      about: 'Rotate the API key of the profile ci in place:',
      line: 'atlas organizations apiKeys rotate --updateProfile --deleteOld --force --profile ci',
    },
  ],
  args: ['[ID]'],
  argumentUsages: [
    'ID (24 hexadecimal digits) or public key of the API key. The default is the API key that the command is authenticated with.',
  ],
  flags,
  scope: 'organization',
  returnsPrivateKey: true,
  output: {
    schema: responseSchema('apiKey'),
    text: hbs`API Key '{{value id}}' created.
Public API Key {{value publicKey}}
Private API Key {{value privateKey}}
`,
  },
  input({ flags: values, given, args: [reference], orgId = '' }) {
    const other = OTHER_DESTINATIONS.find((flag) => given.has(flag));
    if (values.updateProfile && (reference !== undefined || other))
      throw new UsageError(
        `--updateProfile cannot be combined with ${other ? `--${other}` : 'an argument'}: it replaces the API key that this run uses`,
      );
    if (reference === '') throw new UsageError('the ID or public key of the API key is empty');
    if (values.desc === '') throw new UsageError('--desc is empty');
    return {
      orgId,
      reference,
      desc: values.desc,
      entries: accessListEntries({ flags: values, given }),
      deletesOld: values.deleteOld,
      isForced: values.force,
      isTested: !values.noTest,
      updatesProfile: values.updateProfile,
    };
  },
  permissionHint: 'rotating API keys requires the Organization User Admin role',
};

export const rotateCommand = defineCommand<System, typeof flags>({
  ...definition,
  action: async (invocation, system) =>
    (await import('../../../rotation/rotate.ts')).rotate(definition, invocation, system),
});
