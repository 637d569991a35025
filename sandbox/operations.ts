/** What the operations of all resources share. */
import type { StoredKey } from './state.ts';

/** A request that matches the description. */
export interface Call {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly url: URL;
  /** The API key of the caller; undefined for a service account or a user account. */
  readonly caller: StoredKey | undefined;
}

/** Handles one operation of the description. Returns the body of the response; undefined if it has none. */
export type OperationHandler = (call: Call) => unknown;

export type OperationHandlers = Readonly<Record<string, OperationHandler>>;

export const selfLink = (href: string) => [{ href, rel: 'self' }];

/** The requested page. */
export function page({ query, url }: Call, items: readonly unknown[]) {
  const size = Number(query['itemsPerPage']);
  const start = (Number(query['pageNum']) - 1) * size;
  return {
    links: selfLink(url.href),
    results: items.slice(start, start + size),
    ...(query['includeCount'] === true && { totalCount: items.length }),
  };
}

/** A key with its private key, which only the response to its creation contains. */
export function wholeKey({ url }: Call, key: StoredKey) {
  const { id, desc, orgId, privateKey, publicKey, roles } = key;
  const href = `${url.origin}/api/atlas/v2/orgs/${orgId}/apiKeys/${id}`;
  return { desc, id, links: selfLink(href), privateKey, publicKey, roles };
}

/** A key in other responses, with only the end of the private key. */
export const redactedKey = (call: Call, key: StoredKey) => ({
  ...wholeKey(call, key),
  privateKey: `********-****-****-${key.privateKey.slice(-12)}`,
});
