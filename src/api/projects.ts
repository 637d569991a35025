/** Projects, which the API calls groups. */
import { query, segment } from './address.ts';
import type { AtlasClient } from './client.ts';
import { allItems, type Page, type Paging, pagingQuery } from './paging.ts';
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

/** The project with this ID among those that the credentials see; undefined when it is not there. */
export async function findProject(atlas: AtlasClient, id: string): Promise<Project | undefined> {
  for await (const project of allItems((paging) => listProjects(atlas, paging)))
    if (project.id === id) return project;
  return undefined;
}
