/** The API keys of an organisation. */
import type { AtlasClient } from './client.ts';

export interface NewApiKey {
  readonly orgId: string;
  readonly desc: string;
  readonly roles: readonly string[];
}

/** Creates a key; the answer is the only one that ever holds the whole private key. */
export const createApiKey = (atlas: AtlasClient, { orgId, desc, roles }: NewApiKey): Promise<unknown> =>
  atlas.send({ method: 'POST', path: `orgs/${encodeURIComponent(orgId)}/apiKeys`, body: { desc, roles } });
