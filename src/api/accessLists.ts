/** From which addresses an API key may be used. */
import { query, segment } from './address.ts';
import { type ApiKeyReference, pathOfKey } from './apiKeys.ts';
import type { AtlasClient } from './client.ts';
import { FIRST_PAGE, type Page, type Paging, pagingQuery } from './paging.ts';
import type { ResponseOf } from './schemas.ts';
import { deletion, holding } from './success.ts';

type Entry = ResponseOf<'accessListEntry'>;

/** An address, or a block of them in CIDR notation. */
export type NewEntry = { readonly ipAddress: string } | { readonly cidrBlock: string };

const listOf = (key: ApiKeyReference): string => `${pathOfKey(key)}/accessList`;

/** A page of the key's access list. */
export const listEntries = (
  atlas: AtlasClient,
  { orgId, apiKeyId, ...paging }: ApiKeyReference & Paging,
): Promise<Page<Entry>> =>
  atlas.send({
    method: 'GET',
    path: `${listOf({ orgId, apiKeyId })}?${query(pagingQuery(paging))}`,
    success: holding('accessListEntry', 'page'),
  });

/** Adds entries; the response is the first page of the new list. */
export const addEntries = (
  atlas: AtlasClient,
  { entries, ...key }: ApiKeyReference & { entries: readonly NewEntry[] },
): Promise<Page<Entry>> =>
  atlas.send({
    method: 'POST',
    path: `${listOf(key)}?${query(pagingQuery(FIRST_PAGE))}`,
    body: entries,
    success: holding('accessListEntry', 'page'),
  });

/** Removes the entry for an address or a block. */
export const deleteEntry = (
  atlas: AtlasClient,
  { entry, ...key }: ApiKeyReference & { entry: string },
): Promise<void> =>
  atlas.send({ method: 'DELETE', path: `${listOf(key)}/${segment(entry)}`, success: deletion });

/** The address from which this machine reaches the service. */
export async function currentAddress(atlas: AtlasClient): Promise<string> {
  const { currentIpv4Address } = await atlas.send({
    method: 'GET',
    api: 'private',
    path: 'ipinfo',
    success: holding('caller'),
  });
  return currentIpv4Address;
}
