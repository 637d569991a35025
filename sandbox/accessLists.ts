/** From which addresses a key of an organization may be used. */
import { type Call, type OperationHandlers, page, selfLink } from './operations.ts';
import { invalidAttribute, Refusal } from './refusal.ts';
import type { AccessListEntry, State } from './state.ts';

/** An address is kept as the block that holds it alone, too. */
function stored({ ipAddress, cidrBlock }: { ipAddress?: string; cidrBlock?: string }): AccessListEntry {
  const created = `${new Date().toISOString().slice(0, 19)}Z`;
  if ((ipAddress === undefined) === (cidrBlock === undefined)) throw invalidAttribute('ipAddress');
  if (cidrBlock !== undefined) return { cidrBlock, created };
  const address = ipAddress ?? '';
  return { cidrBlock: `${address}/${address.includes(':') ? 128 : 32}`, created, ipAddress: address };
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
