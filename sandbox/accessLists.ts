/** The access lists of API keys. */
import { BlockList, isIPv6 } from 'node:net';
import { type Call, type OperationHandlers, page, selfLink } from './operations.ts';
import { invalidAttribute, Refusal } from './refusal.ts';
import type { AccessListEntry, State, StoredKey } from './state.ts';

/** An IP address is also stored as a block that contains only this address. */
function stored({ ipAddress, cidrBlock }: { ipAddress?: string; cidrBlock?: string }): AccessListEntry {
  const created = `${new Date().toISOString().slice(0, 19)}Z`;
  if ((ipAddress === undefined) === (cidrBlock === undefined)) throw invalidAttribute('ipAddress');
  if (cidrBlock !== undefined) return { cidrBlock, created };
  const address = ipAddress ?? '';
  return { cidrBlock: `${address}/${address.includes(':') ? 128 : 32}`, created, ipAddress: address };
}

/** Whether the block, in CIDR notation, contains the address. */
function contains(cidrBlock: string, address: string): boolean {
  const [network = '', prefix] = cidrBlock.split('/');
  const block = new BlockList();
  block.addSubnet(network, Number(prefix), isIPv6(network) ? 'ipv6' : 'ipv4');
  return block.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/**
 * A key without an access list can be used from anywhere.
 * @throws {Refusal} if the key has one and the address is not on it
 */
export function checkAddress({ accessList }: StoredKey, address: string): void {
  if (accessList.length === 0 || accessList.some(({ cidrBlock }) => contains(cidrBlock, address))) return;
  const detail = `IP address ${address} is not allowed to access this resource.`;
  throw new Refusal(403, 'IP_ADDRESS_NOT_ON_ACCESS_LIST', detail, [address]);
}

export function accessLists(state: State): OperationHandlers {
  const keyOf = ({ path }: Call) => state.key(path['orgId'] ?? '', path['apiUserId'] ?? '');
  const linked = ({ url, path }: Call, entry: AccessListEntry) => {
    const list = `${url.origin}/api/atlas/v2/orgs/${path['orgId']}/apiKeys/${path['apiUserId']}/accessList`;
    return { ...entry, links: selfLink(`${list}/${encodeURIComponent(entry.ipAddress ?? entry.cidrBlock)}`) };
  };
  const list = (call: Call) =>
    page(
      call,
      keyOf(call).accessList.map((entry) => linked(call, entry)),
    );
  const entryOf = (call: Call): AccessListEntry => {
    const name = call.path['ipAddress'] ?? '';
    const entry = keyOf(call).accessList.find(
      ({ ipAddress, cidrBlock }) => ipAddress === name || cidrBlock === name,
    );
    if (!entry)
      throw new Refusal(404, 'RESOURCE_NOT_FOUND', `Cannot find ${name} on the access list.`, [name]);
    return entry;
  };
  return {
    listOrgApiKeyAccessListEntries: list,
    createOrgApiKeyAccessListEntry: (call) => {
      const key = keyOf(call);
      for (const entry of (call.body as Parameters<typeof stored>[0][]).map(stored))
        if (!key.accessList.some(({ cidrBlock }) => cidrBlock === entry.cidrBlock))
          key.accessList = [...key.accessList, entry];
      return list(call);
    },
    getOrgApiKeyAccessListEntry: (call) => linked(call, entryOf(call)),
    deleteOrgApiKeyAccessListEntry: (call) => {
      const entry = entryOf(call);
      const key = keyOf(call);
      key.accessList = key.accessList.filter((other) => other !== entry);
    },
  };
}
