/** Finds the keys that a create without a response may have created. */

import { allItems } from '../paging.ts';
import type { ApiKey } from '../responses/schemas.ts';
import type { ListKeys } from './apiKeyLookup.ts';

/** Describes the new key, and lists the keys among which to search. */
export interface NewKeyQuery {
  /** The description of the new key. */
  readonly desc: string;
  readonly list: ListKeys;
  /** The ID of the organization of a key. May send a request. */
  organizationOf(key: ApiKey): Promise<string>;
}

/** A key that may be the new one. */
export interface FoundKey {
  readonly id: string;
  readonly orgId: string;
}

/** The time of creation in seconds since 1970, with which an ID begins, as eight hexadecimal digits. */
const createdAt = (id: string): number => Number.parseInt(id.slice(0, 8), 16);

/**
 * The keys with the description that were created since a time.
 * @param since returns the time in milliseconds since 1970 by the service's clock; called after the list has arrived
 */
export async function findNewKeys(
  { desc, list, organizationOf }: NewKeyQuery,
  since: () => number,
): Promise<FoundKey[]> {
  const listed = new Map<string, ApiKey>();
  for await (const key of allItems(list)) if (key.id && key.desc === desc) listed.set(key.id, key);
  const first = Math.floor(since() / 1000);
  const found = [...listed].filter(([id]) => createdAt(id) >= first);
  return Promise.all(found.map(async ([id, key]) => ({ id, orgId: await organizationOf(key) })));
}
