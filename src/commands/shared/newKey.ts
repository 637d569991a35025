/** What the commands that create an API key have in common, beyond the reference: where the key goes, who may use it. */
import { addEntries, type NewEntry } from '../../api/accessLists.ts';
import type { AtlasClient } from '../../api/client.ts';
import { apiAddress, apiBlock } from '../../api/ipAddress.ts';
import { findProject } from '../../api/projects.ts';
import type { ApiKey } from '../../api/schemas.ts';
import { CliError, UsageError } from '../../base/errors.ts';
import { shellWord } from '../../base/words.ts';
import { boolFlag, type Flags, type FlagValues, stringFlag, stringsFlag } from '../../cli/define.ts';
import type { FollowUp } from '../../runner/definition.ts';

export const newKeyFlags = {
  envFile: stringFlag({
    extension: true,
    filesToo: true,
    usage:
      'Path of a new file that receives the key pair as MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY. Only you can read it. In the output, the private key then reads redacted.',
  }),
  saveProfile: stringFlag({
    extension: true,
    usage:
      'Name of a new profile of your configuration file that receives the key pair, for use with --profile. In the output, the private key then reads redacted.',
  }),
  dryRun: boolFlag({
    extension: true,
    usage: 'Print the request that would be sent, and where each value in it comes from. Nothing is sent.',
  }),
  accessListIp: stringsFlag({
    extension: true,
    usage:
      'Address from which the new key may be used. Give several with commas, or the flag again. They are added once the key is there.',
  }),
  accessListCidr: stringsFlag({
    extension: true,
    usage: 'The same for a block of addresses in CIDR notation, such as 192.0.2.0/24.',
  }),
} satisfies Flags;

/** The part of a command's input that is about the access list. */
interface KeyInput {
  /** The organisation that the key is made in, when that is known before. */
  readonly orgId?: string;
  readonly entries: readonly NewEntry[];
}

/**
 * The entries that the flags ask for, each once.
 * @throws {UsageError} for what is no address: the key would be there when the service says so
 */
export function accessListEntries({
  flags: { accessListIp, accessListCidr },
  given,
}: {
  readonly flags: Pick<FlagValues<typeof newKeyFlags>, 'accessListIp' | 'accessListCidr'>;
  readonly given: ReadonlySet<string>;
}): NewEntry[] {
  // A variable that is empty in a script: without a list, the key could be used from anywhere.
  for (const [flag, addresses] of Object.entries({ accessListIp, accessListCidr }))
    if (given.has(flag) && addresses.length === 0) throw new UsageError(`--${flag} names no address`);
  const entries = [
    ...accessListIp.map((text) => {
      const ipAddress = apiAddress(text);
      if (!ipAddress) throw new UsageError(`--accessListIp: '${text}' is not an IP address`);
      return { ipAddress };
    }),
    ...accessListCidr.map((text) => {
      const cidrBlock = apiBlock(text);
      if (!cidrBlock) throw new UsageError(`--accessListCidr: '${text}' is not a block such as 192.0.2.0/24`);
      return { cidrBlock };
    }),
  ];
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

/** The organization of a new key. A project's key may name only its project. */
async function organizationOf({ roles }: ApiKey, atlas: AtlasClient): Promise<string> {
  const named = roles?.find(({ orgId }) => orgId)?.orgId;
  if (named) return named;
  const projectId = roles?.find(({ groupId }) => groupId)?.groupId;
  const found = projectId ? (await findProject(atlas, projectId))?.orgId : undefined;
  if (!found) throw new CliError('the organization of the new key is not known');
  return found;
}

/** Lets the new key be used from the addresses that were given. */
export const fillAccessList: FollowUp<KeyInput, ApiKey> = {
  isWanted: ({ entries }) => entries.length > 0,
  notDone: 'The access list of the new key is not filled.',
  async run({ entries, orgId }, key, { atlas }) {
    if (!key.id) throw new CliError('the response holds no ID of the new key');
    return addEntries(atlas, {
      orgId: orgId ?? (await organizationOf(key, atlas)),
      apiKeyId: key.id,
      entries,
    });
  },
  finishCommand({ entries, orgId }, { id, roles }) {
    const owner = orgId ?? roles?.find((role) => role.orgId)?.orgId;
    const flags = entries.map((entry) =>
      'ipAddress' in entry ? `--ip ${entry.ipAddress}` : `--cidr ${entry.cidrBlock}`,
    );
    return [
      `atlas organizations apiKeys accessLists create --apiKey ${shellWord(id ?? '')}`,
      ...flags,
      ...(owner ? [`--orgId ${shellWord(owner)}`] : []),
    ].join(' ');
  },
};
