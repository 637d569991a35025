/** Projects, which the API calls groups. */
import { query, segment } from './address.ts';
import { checkAnswer } from './answer.ts';
import type { AtlasClient } from './client.ts';
import { allItems, type Paging, pagingQuery } from './paging.ts';

/** A page of the organisation's projects; without one, of all that the credentials see. */
export const listProjects = (
  atlas: AtlasClient,
  { orgId, ...paging }: { orgId?: string | undefined } & Paging,
): Promise<unknown> => {
  const path = orgId === undefined ? 'groups' : `orgs/${segment(orgId)}/groups`;
  return atlas.send({ method: 'GET', path: `${path}?${query(pagingQuery(paging))}` });
};

/** The project with this ID among those that the credentials see; undefined when it is not there. */
export async function findProject(
  atlas: AtlasClient,
  id: string,
): Promise<{ orgId?: string | null | undefined } | undefined> {
  const { pageOf, projectSchema } = await import('./schemas.ts');
  const page = pageOf(projectSchema());
  for await (const project of allItems(async (paging) =>
    checkAnswer(page, await listProjects(atlas, paging)),
  ))
    if (project.id === id) return project;
  return undefined;
}
