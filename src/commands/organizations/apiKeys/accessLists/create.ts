import { addEntries, currentAddress } from '../../../../api/accessLists.ts';
import { responseSchema } from '../../../../api/responseSchema.ts';
import { UsageError } from '../../../../base/errors.ts';
import { shellWord } from '../../../../base/words.ts';
import { boolFlag, stringsFlag } from '../../../../cli/define.ts';
import { hbs } from '../../../../output/hbs.ts';
import { atlasCommand } from '../../../../runner/command.ts';
import { apiKeyFlag, orgIdFlag, outputFlag } from '../../../shared/flags.ts';
import { resolveApiKey } from '../apiKey.ts';

export const createCommand = atlasCommand({
  name: 'create',
  summary: 'Add addresses to the access list of an API key.',
  description:
    'To use this command, you must authenticate with a user account or an API key with the Organization User Admin role.',
  examples: [
    {
      about: 'Let the API key with the ID 5f24084d8dbffa3ad3f21234 be used from two networks:',
      line: 'atlas organizations apiKeys accessLists create --apiKey 5f24084d8dbffa3ad3f21234 --cidr 192.0.2.0/24,198.51.100.0/24',
    },
    {
      about: 'Let it be used from this machine:',
      line: 'atlas organizations apiKeys accessLists create --apiKey 5f24084d8dbffa3ad3f21234 --currentIp',
    },
  ],
  args: [],
  flags: {
    apiKey: apiKeyFlag,
    cidr: stringsFlag({
      usage: 'Block of addresses in CIDR notation; several with commas, or the flag again.',
    }),
    ip: stringsFlag({ usage: 'Address; several with commas, or the flag again.' }),
    currentIp: boolFlag({ usage: 'Add the address from which this machine reaches the service.' }),
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
      throw new UsageError('no address to add: give --ip, --cidr or --currentIp');
    return { orgId, apiKeyId: apiKey ?? '', ips: ip, cidrs: cidr, currentIp };
  },
  change: {
    what: 'access list',
    verb: 'changed',
    lookCommand: ({ apiKeyId }) => `atlas organizations apiKeys accessLists list ${shellWord(apiKeyId)}`,
  },
  permission: 'changing access lists takes Organization User Admin',
  resolve: resolveApiKey,
  run: async ({ ips, cidrs, currentIp, ...key }, { atlas }) => {
    const addresses = currentIp ? [...ips, await currentAddress(atlas)] : ips;
    const entries = [
      ...addresses.map((ipAddress) => ({ ipAddress })),
      ...cidrs.map((cidrBlock) => ({ cidrBlock })),
    ];
    return addEntries(atlas, { ...key, entries });
  },
});
