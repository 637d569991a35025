/** The access list of an API key: the IP addresses from which it can be used. */
import { encodeQuery, escapeSegment } from '../address.ts';
import type { AtlasClient } from '../client.ts';
import { FIRST_PAGE, type Page, type Paging, pagingQuery } from '../paging.ts';
import type { ResponseOf } from '../responses/schemas.ts';
import { expectDeletion, expectJson } from '../responses/success.ts';
import { type ApiKeyReference, apiKeyPath } from './apiKeys.ts';

type Entry = ResponseOf<'accessListEntry'>;

/** An IP address, or a block of them in CIDR notation. */
export type NewEntry = { readonly ipAddress: string } | { readonly cidrBlock: string };

const accessListPath = (key: ApiKeyReference): string => `${apiKeyPath(key)}/accessList`;

/** A page of the key's access list. */
export const listEntries = (
  atlas: AtlasClient,
  { orgId, apiKeyId, ...paging }: ApiKeyReference & Paging,
): Promise<Page<Entry>> =>
  atlas.send({
    method: 'GET',
    path: `${accessListPath({ orgId, apiKeyId })}?${encodeQuery(pagingQuery(paging))}`,
    success: expectJson('accessListEntry', 'page'),
  });

/** Adds entries. The response is the first page of the new list. */
export const addEntries = (
  atlas: AtlasClient,
  { entries, ...key }: ApiKeyReference & { entries: readonly NewEntry[] },
): Promise<Page<Entry>> =>
  atlas.send({
    method: 'POST',
    path: `${accessListPath(key)}?${encodeQuery(pagingQuery(FIRST_PAGE))}`,
    body: entries,
    success: expectJson('accessListEntry', 'page'),
  });

/** Deletes the entry for an IP address or a block. */
export const deleteEntry = (
  atlas: AtlasClient,
  { entry, ...key }: ApiKeyReference & { entry: string },
): Promise<void> =>
  atlas.send({
    method: 'DELETE',
    path: `${accessListPath(key)}/${escapeSegment(entry)}`,
    success: expectDeletion,
  });

/** The IP address from which this machine reaches Atlas. */
export async function getCallerAddress(atlas: AtlasClient): Promise<string> {
  const { currentIpv4Address } = await atlas.send({
    method: 'GET',
    api: 'private',
    path: 'ipinfo',
    success: expectJson('caller'),
  });
  return currentIpv4Address;
}
