/** The extensions of the commands that create an API key: its destinations, and its access list. */

import type { AtlasClient } from '../../api/client.ts';
import { normalizeCidrBlock, normalizeIpAddress } from '../../api/ipAddress.ts';
import { addEntries, type NewEntry } from '../../api/resources/accessLists.ts';
import { getProjectOrganization } from '../../api/resources/projects.ts';
import type { ApiKey } from '../../api/responses/schemas.ts';
import { CliError, UsageError } from '../../base/errors.ts';
import { quoteForShell } from '../../base/words.ts';
import { boolFlag, type Flags, type FlagValues, stringFlag, stringsFlag } from '../../cli/define.ts';
import type { FollowUp } from '../../runner/definition.ts';

export const newKeyFlags = {
  envFile: stringFlag({
    extension: true,
    completesFiles: true,
    usage:
      'Path of a new file for the key pair, written as MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY. Only you can read the file (on Windows, everyone who can read its folder). The output then shows the private key as redacted.',
  }),
  saveProfile: stringFlag({
    extension: true,
    usage:
      'Name of a new profile for the key pair in your configuration file, for use with --profile. The output then shows the private key as redacted.',
  }),
  storeWith: stringFlag({
    extension: true,
    usage:
      'Shell command that stores the key, such as "vault kv put -mount=secret atlas/ci -". It gets the response as JSON on its standard input, and its own output goes to standard error. The output then shows the private key as redacted.',
  }),
  dryRun: boolFlag({
    extension: true,
    usage: 'Print the request and the source of each value in it, without sending anything.',
  }),
  accessListIp: stringsFlag({
    extension: true,
    usage:
      'IP address from which the new key can be used. It is added after the key is created. To specify more than one, separate them with commas or repeat the flag.',
  }),
  accessListCidr: stringsFlag({
    extension: true,
    usage:
      'IP address block in CIDR notation, such as 192.0.2.0/24, from which the new key can be used. To specify more than one, separate them with commas or repeat the flag.',
  }),
} satisfies Flags;

/** The part of a command's input that concerns the access list. */
interface KeyInput {
  /** The organization in which the key is created, if it is known before the request. */
  readonly orgId?: string;
  readonly entries: readonly NewEntry[];
}

/**
 * The entries that the flags specify, without duplicates.
 * @throws {UsageError} for an invalid address, which Atlas would refuse only after the key was created
 */
export function accessListEntries({
  flags: { accessListIp, accessListCidr },
  given,
}: {
  readonly flags: Pick<FlagValues<typeof newKeyFlags>, 'accessListIp' | 'accessListCidr'>;
  readonly given: ReadonlySet<string>;
}): NewEntry[] {
  // In a script, the variable in the flag may be empty. Without an access list, the key could be used from anywhere.
  for (const [flag, addresses] of Object.entries({ accessListIp, accessListCidr }))
    if (given.has(flag) && addresses.length === 0) throw new UsageError(`--${flag} is empty`);
  const entries = [
    ...accessListIp.map((text) => {
      const ipAddress = normalizeIpAddress(text);
      if (!ipAddress) throw new UsageError(`--accessListIp: '${text}' is not an IP address`);
      return { ipAddress };
    }),
    ...accessListCidr.map((text) => {
      const cidrBlock = normalizeCidrBlock(text);
      if (!cidrBlock)
        throw new UsageError(`--accessListCidr: '${text}' is not an IP address block such as 192.0.2.0/24`);
      return { cidrBlock };
    }),
  ];
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

/** The ID of the new key's organization. The response for a project's key can name only the project. */
async function organizationOf({ roles }: ApiKey, atlas: AtlasClient): Promise<string> {
  const named = roles?.find(({ orgId }) => orgId)?.orgId;
  if (named) return named;
  const projectId = roles?.find(({ groupId }) => groupId)?.groupId;
  if (!projectId) throw new CliError('the response does not contain the organization of the new key');
  return getProjectOrganization(atlas, projectId);
}

/** Adds the addresses to the access list of the new key. */
export const fillAccessList: FollowUp<KeyInput, ApiKey> = {
  isWanted: ({ entries }) => entries.length > 0,
  notDone: 'The access list of the new key is empty.',
  maybeDone: 'The access list of the new key may be empty.',
  async run({ entries, orgId }, key, { atlas }) {
    if (!key.id) throw new CliError('the response does not contain the ID of the new key');
    return addEntries(atlas, {
      orgId: orgId ?? (await organizationOf(key, atlas)),
      apiKeyId: key.id,
      entries,
    });
  },
  finishCommand({ entries, orgId }, { id, roles }) {
    const organizationId = orgId ?? roles?.find((role) => role.orgId)?.orgId;
    const flags = entries.map((entry) =>
      'ipAddress' in entry ? `--ip ${entry.ipAddress}` : `--cidr ${entry.cidrBlock}`,
    );
    return [
      `atlas organizations apiKeys accessLists create --apiKey ${quoteForShell(id ?? '')}`,
      ...flags,
      ...(organizationId ? [`--orgId ${quoteForShell(organizationId)}`] : []),
    ].join(' ');
  },
};
