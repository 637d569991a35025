/** Projects, which the API calls groups. */
import { ResponseError } from '../http/responseError.ts';
import { query, segment } from './address.ts';
import type { AtlasClient } from './client.ts';
import { type Page, type Paging, pagingQuery } from './paging.ts';
import type { ResponseOf } from './schemas.ts';
import { holding } from './success.ts';

type Project = ResponseOf<'project'>;

/** A page of the organization's projects; without one, of all that the credentials see. */
export const listProjects = (
  atlas: AtlasClient,
  { orgId, ...paging }: { orgId?: string | undefined } & Paging,
): Promise<Page<Project>> => {
  const path = orgId === undefined ? 'groups' : `orgs/${segment(orgId)}/groups`;
  return atlas.send({
    method: 'GET',
    path: `${path}?${query(pagingQuery(paging))}`,
    success: holding('project', 'page'),
  });
};

/**
 * The ID of the organization that a project belongs to.
 * @throws {ResponseError} when the response names none
 */
export async function organizationOfProject(atlas: AtlasClient, projectId: string): Promise<string> {
  const { orgId } = await atlas.send({
    method: 'GET',
    path: `groups/${segment(projectId)}`,
    success: holding('project'),
  });
  if (!orgId) throw new ResponseError(`the response does not name the organization of project ${projectId}`);
  return orgId;
}
