/** Organizations, which hold projects and API keys. */
import { encodeQuery, escapeSegment } from '../address.ts';
import type { AtlasClient } from '../client.ts';
import { type Page, type Paging, pagingQuery } from '../paging.ts';
import type { ResponseOf } from '../responses/schemas.ts';
import { expectJson } from '../responses/success.ts';

type Organization = ResponseOf<'organization'>;

/** A page of the organizations that the credentials can access, optionally only those whose name begins with `name`. */
export const listOrganizations = (
  atlas: AtlasClient,
  { name, ...paging }: { name: string } & Paging,
): Promise<Page<Organization>> =>
  atlas.send({
    method: 'GET',
    path: `orgs?${encodeQuery({ ...pagingQuery(paging), name })}`,
    success: expectJson('organization', 'page'),
  });

/** One organization. */
export const getOrganization = (atlas: AtlasClient, id: string): Promise<Organization> =>
  atlas.send({ method: 'GET', path: `orgs/${escapeSegment(id)}`, success: expectJson('organization') });
