/** Finds the keys that a creation may have made, although no response says so. */

import type { ListKeys } from './apiKeyLookup.ts';
import { allItems } from './paging.ts';
import type { ApiKey } from './schemas.ts';

/** The keys among which the new one would be. */
export interface SoughtKeys {
  /** The description that the new key was to have. */
  readonly desc: string;
  readonly list: ListKeys;
  /** The organization that a found key belongs to; may ask Atlas. */
  organizationOf(key: ApiKey): Promise<string>;
}

/** A key that may be the new one. */
export interface FoundKey {
  readonly id: string;
  readonly orgId: string;
}

/** The seconds since 1970 at which a thing was created. An ID begins with them, as eight hexadecimal digits. */
const createdAt = (id: string): number => Number.parseInt(id.slice(0, 8), 16);

/**
 * The keys that have the description and were created since then.
 * @param since returns milliseconds since 1970 by the service's clock; called once the list has arrived
 */
export async function findNewKeys(
  { desc, list, organizationOf }: SoughtKeys,
  since: () => number,
): Promise<FoundKey[]> {
  const listed = new Map<string, ApiKey>();
  for await (const key of allItems(list)) if (key.id && key.desc === desc) listed.set(key.id, key);
  const first = Math.floor(since() / 1000);
  const found = [...listed].filter(([id]) => createdAt(id) >= first);
  return Promise.all(found.map(async ([id, key]) => ({ id, orgId: await organizationOf(key) })));
}
