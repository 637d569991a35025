/** The API keys of an organization that have roles in a project. */
import { query, segment } from './address.ts';
import type { AtlasClient } from './client.ts';
import { FIRST_PAGE, type Page, type Paging, pagingQuery } from './paging.ts';
import type { ApiKey } from './schemas.ts';
import { createdKey, deletion, holding } from './success.ts';

/** Names a key in a project. */
export interface ProjectApiKeyReference {
  readonly projectId: string;
  readonly apiKeyId: string;
}

const keysOf = (projectId: string): string => `groups/${segment(projectId)}/apiKeys`;

const pathOfKey = ({ projectId, apiKeyId }: ProjectApiKeyReference): string =>
  `${keysOf(projectId)}/${segment(apiKeyId)}`;

/** Creates a key with roles in the project; the response is the only one that ever holds the whole private key. */
export const createProjectApiKey = (
  atlas: AtlasClient,
  { projectId, desc, roles }: { projectId: string; desc: string; roles: readonly string[] },
): Promise<ApiKey> =>
  atlas.send({ method: 'POST', path: keysOf(projectId), body: { desc, roles }, success: createdKey });

/** A page of the keys that have roles in the project. */
export const listProjectApiKeys = (
  atlas: AtlasClient,
  { projectId, ...paging }: { projectId: string } & Paging,
): Promise<Page<ApiKey>> =>
  atlas.send({
    method: 'GET',
    path: `${keysOf(projectId)}?${query(pagingQuery(paging))}`,
    success: holding('apiKey', 'page'),
  });

/** Sets a key's roles in the project. The Atlas CLI sends a page's numbers along. */
export const assignProjectApiKey = (
  atlas: AtlasClient,
  { roles, ...key }: ProjectApiKeyReference & { roles: readonly string[] },
): Promise<ApiKey> =>
  atlas.send({
    method: 'PATCH',
    path: `${pathOfKey(key)}?${query(pagingQuery(FIRST_PAGE))}`,
    body: { roles },
    success: holding('apiKey'),
  });

/** Takes a key out of the project. */
export const removeProjectApiKey = (atlas: AtlasClient, key: ProjectApiKeyReference): Promise<void> =>
  atlas.send({ method: 'DELETE', path: pathOfKey(key), success: deletion });
