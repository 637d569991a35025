import type { AtlasClient } from '../../../../api/client.ts';
import { addEntries, getCallerAddress } from '../../../../api/resources/accessLists.ts';
import { responseSchema } from '../../../../api/responses/responseSchema.ts';
import { CliError, InterruptedError, UsageError } from '../../../../base/errors.ts';
import { quoteForShell } from '../../../../base/words.ts';
import { boolFlag, stringsFlag } from '../../../../cli/define.ts';
import { hbs } from '../../../../output/hbs.ts';
import { atlasCommand } from '../../../../runner/command.ts';
import { apiKeyFlag, orgIdFlag, outputFlag } from '../../../shared/flags.ts';
import { resolveApiKey } from '../apiKey.ts';

/** The IP address of this machine. @throws {CliError} if Atlas does not return it; nothing was added then */
async function ownAddress(atlas: AtlasClient): Promise<string> {
  try {
    return await getCallerAddress(atlas);
  } catch (error) {
    if (!(error instanceof CliError) || error instanceof InterruptedError) throw error;
    throw new CliError(`cannot find out the IP address of this machine: ${error.message}`, {
      hint: 'Nothing was added. Pass the address with --ip instead.',
      cause: error,
    });
  }
}

export const createCommand = atlasCommand({
  name: 'create',
  summary: 'Add IP addresses to the access list of an API key.',
  description:
    'To use this command, you must authenticate with a user account or an API key with the Organization User Admin role.',
  examples: [
    {
      about: 'Add two networks to the access list of the API key with the ID 5f24084d8dbffa3ad3f21234:',
      line: 'atlas organizations apiKeys accessLists create --apiKey 5f24084d8dbffa3ad3f21234 --cidr 192.0.2.0/24,198.51.100.0/24',
    },
    {
      about: 'Add the IP address of this machine:',
      line: 'atlas organizations apiKeys accessLists create --apiKey 5f24084d8dbffa3ad3f21234 --currentIp',
    },
  ],
  args: [],
  flags: {
    apiKey: apiKeyFlag,
    cidr: stringsFlag({
      usage:
        'IP address block in CIDR notation. To specify more than one, separate them with commas or repeat the flag.',
    }),
    ip: stringsFlag({
      usage: 'IP address. To specify more than one, separate them with commas or repeat the flag.',
    }),
    currentIp: boolFlag({ usage: 'Add the IP address from which this machine reaches Atlas.' }),
    orgId: orgIdFlag,
    output: outputFlag,
  },
  scope: 'organization',
  output: () => ({
    schema: responseSchema('accessListEntry', 'page'),
    text: hbs`Created new access list entry(s).
`,
  }),
  input: ({ flags: { apiKey, ip, cidr, currentIp }, orgId }) => {
    if (ip.length + cidr.length === 0 && !currentIp)
      throw new UsageError('either --ip, --cidr must be set', {
        hint: 'To add the address of this machine, pass --currentIp.',
      });
    return { orgId, apiKeyId: apiKey ?? '', ips: ip, cidrs: cidr, currentIp };
  },
  change: {
    resource: 'access list',
    participle: 'changed',
    verifyCommand: ({ apiKeyId }) =>
      `atlas organizations apiKeys accessLists list ${quoteForShell(apiKeyId)}`,
  },
  permissionHint: 'changing access lists requires the Organization User Admin role',
  resolve: resolveApiKey,
  run: async ({ ips, cidrs, currentIp, ...key }, { atlas }) => {
    const addresses = currentIp ? [...ips, await ownAddress(atlas)] : ips;
    const entries = [
      ...addresses.map((ipAddress) => ({ ipAddress })),
      ...cidrs.map((cidrBlock) => ({ cidrBlock })),
    ];
    return addEntries(atlas, { ...key, entries });
  },
});
