/** The API keys of an organisation. */
import { query, segment } from './address.ts';
import type { KeyList } from './apiKeyLookup.ts';
import type { AtlasClient } from './client.ts';
import { type Paging, pagingQuery } from './paging.ts';

export interface NewApiKey {
  readonly orgId: string;
  readonly desc: string;
  readonly roles: readonly string[];
}

/** Names a key of an organisation. */
export interface ApiKeyReference {
  readonly orgId: string;
  readonly apiKeyId: string;
}

const keysOf = (orgId: string): string => `orgs/${segment(orgId)}/apiKeys`;

/** Below the API's base; what belongs to the key stands below that. */
export const pathOfKey = ({ orgId, apiKeyId }: ApiKeyReference): string =>
  `${keysOf(orgId)}/${segment(apiKeyId)}`;

/** Creates a key; the answer is the only one that ever holds the whole private key. */
export const createApiKey = (atlas: AtlasClient, { orgId, desc, roles }: NewApiKey): Promise<unknown> =>
  atlas.send({ method: 'POST', path: keysOf(orgId), body: { desc, roles } });

/** A page of the organisation's keys. */
export const listApiKeys = (
  atlas: AtlasClient,
  { orgId, ...paging }: { orgId: string } & Paging,
): Promise<unknown> => atlas.send({ method: 'GET', path: `${keysOf(orgId)}?${query(pagingQuery(paging))}` });

/** All keys of the organization, to find one among them. */
export const keysOfOrganization = (atlas: AtlasClient, orgId: string): KeyList => ({
  list: (paging) => listApiKeys(atlas, { orgId, ...paging }),
  owner: `organization ${orgId}`,
});

/** One key, its private half redacted by the service. */
export const getApiKey = (atlas: AtlasClient, key: ApiKeyReference): Promise<unknown> =>
  atlas.send({ method: 'GET', path: pathOfKey(key) });

/** Gives a key another description and other roles of the organisation. */
export const updateApiKey = (
  atlas: AtlasClient,
  { desc, roles, ...key }: ApiKeyReference & { desc: string; roles: readonly string[] },
): Promise<unknown> => atlas.send({ method: 'PATCH', path: pathOfKey(key), body: { desc, roles } });

/** Deletes a key, with all its roles. */
export const deleteApiKey = (atlas: AtlasClient, key: ApiKeyReference): Promise<unknown> =>
  atlas.send({ method: 'DELETE', path: pathOfKey(key) });
