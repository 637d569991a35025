/** Projects, which the API calls groups. */

import { AnswerError } from '../http/answerError.ts';
import { query, segment } from './address.ts';
import { checkAnswer } from './answer.ts';
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

/**
 * The ID of the organization that a project belongs to.
 * @throws {AnswerError} when the response names none
 */
export async function organizationOfProject(atlas: AtlasClient, projectId: string): Promise<string> {
  const { projectSchema } = await import('./schemas.ts');
  const answer = await atlas.send({ method: 'GET', path: `groups/${segment(projectId)}` });
  const { orgId } = checkAnswer(projectSchema(), answer);
  if (!orgId) throw new AnswerError(`the response does not name the organization of project ${projectId}`);
  return orgId;
}
