/** Projects, which the API calls groups. */
import { query, segment } from './address.ts';
import type { AtlasClient } from './client.ts';
import { type Paging, pagingQuery } from './paging.ts';

/** A page of the organisation's projects; without one, of all that the credentials see. */
export const listProjects = (
  atlas: AtlasClient,
  { orgId, ...paging }: { orgId?: string | undefined } & Paging,
): Promise<unknown> => {
  const path = orgId === undefined ? 'groups' : `orgs/${segment(orgId)}/groups`;
  return atlas.send({ method: 'GET', path: `${path}?${query(pagingQuery(paging))}` });
};
