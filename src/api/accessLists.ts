/** From which addresses an API key may be used. */
import { query, segment } from './address.ts';
import { checkAnswer } from './answer.ts';
import { type ApiKeyReference, pathOfKey } from './apiKeys.ts';
import type { AtlasClient } from './client.ts';
import { FIRST_PAGE, type Paging, pagingQuery } from './paging.ts';

/** An address, or a block of them in CIDR notation. */
export type NewEntry = { readonly ipAddress: string } | { readonly cidrBlock: string };

const listOf = (key: ApiKeyReference): string => `${pathOfKey(key)}/accessList`;

/** A page of the key's access list. */
export const listEntries = (
  atlas: AtlasClient,
  { orgId, apiKeyId, ...paging }: ApiKeyReference & Paging,
): Promise<unknown> =>
  atlas.send({ method: 'GET', path: `${listOf({ orgId, apiKeyId })}?${query(pagingQuery(paging))}` });

/** Adds entries; the answer is the first page of the list that came of it. */
export const addEntries = (
  atlas: AtlasClient,
  { entries, ...key }: ApiKeyReference & { entries: readonly NewEntry[] },
): Promise<unknown> =>
  atlas.send({
    method: 'POST',
    path: `${listOf(key)}?${query(pagingQuery(FIRST_PAGE))}`,
    body: entries,
  });

/** Removes the entry for an address or a block. */
export const deleteEntry = (
  atlas: AtlasClient,
  { entry, ...key }: ApiKeyReference & { entry: string },
): Promise<unknown> => atlas.send({ method: 'DELETE', path: `${listOf(key)}/${segment(entry)}` });

/** The address from which this machine reaches the service. */
export async function currentAddress(atlas: AtlasClient): Promise<string> {
  const answer = await atlas.send({ method: 'GET', api: 'private', path: 'ipinfo' });
  const { callerSchema } = await import('./schemas.ts');
  return checkAnswer(callerSchema(), answer).currentIpv4Address;
}
