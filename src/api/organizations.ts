/** Organisations: what holds projects, API keys and bills. */
import { query, segment } from './address.ts';
import type { AtlasClient } from './client.ts';
import { type Paging, pagingQuery } from './paging.ts';

/** A page of the organisations that the credentials see; with a name, of those whose name begins with it. */
export const listOrganizations = (
  atlas: AtlasClient,
  { name, ...paging }: { name: string } & Paging,
): Promise<unknown> => atlas.send({ method: 'GET', path: `orgs?${query({ ...pagingQuery(paging), name })}` });

/** One organisation. */
export const getOrganization = (atlas: AtlasClient, id: string): Promise<unknown> =>
  atlas.send({ method: 'GET', path: `orgs/${segment(id)}` });
