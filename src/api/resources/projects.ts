/** Projects, which the API calls groups. */
import { ResponseError } from '../../http/responses/responseError.ts';
import { encodeQuery, escapeSegment } from '../address.ts';
import type { AtlasClient } from '../client.ts';
import { type Page, type Paging, pagingQuery } from '../paging.ts';
import type { ResponseOf } from '../responses/schemas.ts';
import { expectJson } from '../responses/success.ts';

type Project = ResponseOf<'project'>;

/** A page of the organization's projects; without `orgId`, of all projects that the credentials can access. */
export const listProjects = (
  atlas: AtlasClient,
  { orgId, ...paging }: { orgId?: string | undefined } & Paging,
): Promise<Page<Project>> => {
  const path = orgId === undefined ? 'groups' : `orgs/${escapeSegment(orgId)}/groups`;
  return atlas.send({
    method: 'GET',
    path: `${path}?${encodeQuery(pagingQuery(paging))}`,
    success: expectJson('project', 'page'),
  });
};

/**
 * The ID of the organization that a project belongs to.
 * @throws {ResponseError} if the response does not contain it
 */
export async function getProjectOrganization(atlas: AtlasClient, projectId: string): Promise<string> {
  const { orgId } = await atlas.send({
    method: 'GET',
    path: `groups/${escapeSegment(projectId)}`,
    success: expectJson('project'),
  });
  if (!orgId)
    throw new ResponseError(`the response does not contain the organization of project ${projectId}`);
  return orgId;
}
