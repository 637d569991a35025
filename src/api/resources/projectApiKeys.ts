/** The API keys of an organization that have roles in a project. */
import { encodeQuery, escapeSegment } from '../address.ts';
import type { AtlasClient } from '../client.ts';
import { FIRST_PAGE, type Page, type Paging, pagingQuery } from '../paging.ts';
import type { ApiKey } from '../responses/schemas.ts';
import { expectAssignment, expectCreatedKey, expectDeletion, expectJson } from '../responses/success.ts';
import type { NewKeyQuery } from './newKeySearch.ts';
import { getProjectOrganization } from './projects.ts';

/** Identifies a key in a project. */
export interface ProjectApiKeyReference {
  readonly projectId: string;
  readonly apiKeyId: string;
}

const apiKeysPath = (projectId: string): string => `groups/${escapeSegment(projectId)}/apiKeys`;

const apiKeyPath = ({ projectId, apiKeyId }: ProjectApiKeyReference): string =>
  `${apiKeysPath(projectId)}/${escapeSegment(apiKeyId)}`;

/** Creates a key with roles in the project. No other response contains the whole private key. */
export const createProjectApiKey = (
  atlas: AtlasClient,
  { projectId, desc, roles }: { projectId: string; desc: string; roles: readonly string[] },
): Promise<ApiKey> =>
  atlas.send({
    method: 'POST',
    path: apiKeysPath(projectId),
    body: { desc, roles },
    success: expectCreatedKey,
  });

/** A page of the keys that have roles in the project. */
export const listProjectApiKeys = (
  atlas: AtlasClient,
  { projectId, ...paging }: { projectId: string } & Paging,
): Promise<Page<ApiKey>> =>
  atlas.send({
    method: 'GET',
    path: `${apiKeysPath(projectId)}?${encodeQuery(pagingQuery(paging))}`,
    success: expectJson('apiKey', 'page'),
  });

/** Where to find a new key with roles in the project that no response has named. */
export const newKeysOfProject = (
  atlas: AtlasClient,
  { projectId, desc }: { readonly projectId: string; readonly desc: string },
): NewKeyQuery => ({
  desc,
  list: (paging) => listProjectApiKeys(atlas, { projectId, ...paging }),
  organizationOf: () => getProjectOrganization(atlas, projectId),
});

/** Gives a key roles in a project that it is not in yet. */
export const addProjectApiKey = (
  atlas: AtlasClient,
  { roles, ...key }: ProjectApiKeyReference & { roles: readonly string[] },
): Promise<void> =>
  atlas.send({ method: 'POST', path: apiKeyPath(key), body: [{ roles }], success: expectAssignment });

/** Replaces a key's roles in the project. Like the Atlas CLI, it also sends paging parameters. */
export const assignProjectApiKey = (
  atlas: AtlasClient,
  { roles, ...key }: ProjectApiKeyReference & { roles: readonly string[] },
): Promise<ApiKey> =>
  atlas.send({
    method: 'PATCH',
    path: `${apiKeyPath(key)}?${encodeQuery(pagingQuery(FIRST_PAGE))}`,
    body: { roles },
    success: expectJson('apiKey'),
  });

/** Removes a key from the project. */
export const removeProjectApiKey = (atlas: AtlasClient, key: ProjectApiKeyReference): Promise<void> =>
  atlas.send({ method: 'DELETE', path: apiKeyPath(key), success: expectDeletion });
