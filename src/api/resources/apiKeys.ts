/** The API keys of an organization. */
import { encodeQuery, escapeSegment } from '../address.ts';
import type { AtlasClient } from '../client.ts';
import { type Page, type Paging, pagingQuery } from '../paging.ts';
import type { ApiKey } from '../responses/schemas.ts';
import { expectCreatedKey, expectDeletion, expectJson } from '../responses/success.ts';
import type { KeyList } from './apiKeyLookup.ts';
import type { NewKeyQuery } from './newKeySearch.ts';

export interface NewApiKey {
  readonly orgId: string;
  readonly desc: string;
  readonly roles: readonly string[];
}

/** Identifies a key of an organization. */
export interface ApiKeyReference {
  readonly orgId: string;
  readonly apiKeyId: string;
}

const apiKeysPath = (orgId: string): string => `orgs/${escapeSegment(orgId)}/apiKeys`;

/** The path of a key, below the base of the API. */
export const apiKeyPath = ({ orgId, apiKeyId }: ApiKeyReference): string =>
  `${apiKeysPath(orgId)}/${escapeSegment(apiKeyId)}`;

/** Creates a key. No other response contains the whole private key. */
export const createApiKey = (atlas: AtlasClient, { orgId, desc, roles }: NewApiKey): Promise<ApiKey> =>
  atlas.send({ method: 'POST', path: apiKeysPath(orgId), body: { desc, roles }, success: expectCreatedKey });

/** A page of the organization's keys. */
export const listApiKeys = (
  atlas: AtlasClient,
  { orgId, ...paging }: { orgId: string } & Paging,
): Promise<Page<ApiKey>> =>
  atlas.send({
    method: 'GET',
    path: `${apiKeysPath(orgId)}?${encodeQuery(pagingQuery(paging))}`,
    success: expectJson('apiKey', 'page'),
  });

/** The keys of the organization, as a list to search. */
export const organizationKeyList = (atlas: AtlasClient, orgId: string): KeyList => ({
  list: (paging) => listApiKeys(atlas, { orgId, ...paging }),
  ownerName: `organization ${orgId}`,
});

/** Where to find a new key of the organization that no response has named. */
export const newKeysOfOrganization = (
  atlas: AtlasClient,
  { orgId, desc }: { readonly orgId: string; readonly desc: string },
): NewKeyQuery => ({
  desc,
  list: organizationKeyList(atlas, orgId).list,
  organizationOf: async () => orgId,
});

/** One key. Atlas redacts its private key. */
export const getApiKey = (atlas: AtlasClient, key: ApiKeyReference): Promise<ApiKey> =>
  atlas.send({ method: 'GET', path: apiKeyPath(key), success: expectJson('apiKey') });

/** The API key that the request is made with; undefined for other credentials. It needs no role. */
export async function getCallerKey(
  atlas: AtlasClient,
): Promise<{ readonly id: string; readonly publicKey: string } | undefined> {
  const { apiKey } = await atlas.send({ method: 'GET', path: '', success: expectJson('systemStatus') });
  return apiKey ?? undefined;
}

/** Replaces the description and the organization roles of a key. */
export const updateApiKey = (
  atlas: AtlasClient,
  { desc, roles, ...key }: ApiKeyReference & { desc: string; roles: readonly string[] },
): Promise<ApiKey> =>
  atlas.send({
    method: 'PATCH',
    path: apiKeyPath(key),
    body: { desc, roles },
    success: expectJson('apiKey'),
  });

/** Deletes a key from the organization and all its projects. */
export const deleteApiKey = (atlas: AtlasClient, key: ApiKeyReference): Promise<void> =>
  atlas.send({ method: 'DELETE', path: apiKeyPath(key), success: expectDeletion });
