/** The API keys of an organisation that have roles in a project. */
import { query, segment } from './address.ts';
import type { AtlasClient } from './client.ts';
import { FIRST_PAGE, type Paging, pagingQuery } from './paging.ts';

/** Names a key in a project. */
export interface ProjectApiKeyReference {
  readonly projectId: string;
  readonly apiKeyId: string;
}

const keysOf = (projectId: string): string => `groups/${segment(projectId)}/apiKeys`;

const pathOfKey = ({ projectId, apiKeyId }: ProjectApiKeyReference): string =>
  `${keysOf(projectId)}/${segment(apiKeyId)}`;

/** Creates a key with roles in the project; the answer is the only one that ever holds the whole private key. */
export const createProjectApiKey = (
  atlas: AtlasClient,
  { projectId, desc, roles }: { projectId: string; desc: string; roles: readonly string[] },
): Promise<unknown> => atlas.send({ method: 'POST', path: keysOf(projectId), body: { desc, roles } });

/** A page of the keys that have roles in the project. */
export const listProjectApiKeys = (
  atlas: AtlasClient,
  { projectId, ...paging }: { projectId: string } & Paging,
): Promise<unknown> =>
  atlas.send({ method: 'GET', path: `${keysOf(projectId)}?${query(pagingQuery(paging))}` });

/** Sets a key's roles in the project. The reference sends a page's numbers along. */
export const assignProjectApiKey = (
  atlas: AtlasClient,
  { roles, ...key }: ProjectApiKeyReference & { roles: readonly string[] },
): Promise<unknown> =>
  atlas.send({
    method: 'PATCH',
    path: `${pathOfKey(key)}?${query(pagingQuery(FIRST_PAGE))}`,
    body: { roles },
  });

/** Takes a key out of the project. */
export const removeProjectApiKey = (atlas: AtlasClient, key: ProjectApiKeyReference): Promise<unknown> =>
  atlas.send({ method: 'DELETE', path: pathOfKey(key) });
