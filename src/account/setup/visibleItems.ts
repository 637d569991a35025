/** What credentials can see. */
import { checkAnswer } from '../../api/answer.ts';
import { answerSchema } from '../../api/answerSchema.ts';
import type { AtlasClient } from '../../api/client.ts';
import { listOrganizations } from '../../api/organizations.ts';
import { LARGEST_PAGE, type Page } from '../../api/paging.ts';
import { listProjects } from '../../api/projects.ts';
import type { ItemName } from '../../api/schemas.ts';

/** An organisation or a project. */
export interface Item {
  readonly id: string;
  readonly name?: string | undefined;
}

async function itemsOf(kind: ItemName, page: Promise<unknown>): Promise<readonly Item[]> {
  const answer = checkAnswer(await answerSchema(kind, 'page')(), await page);
  return (answer as Page<Item>).results ?? [];
}

/** The organisations that the credentials see, 500 at most. */
export const visibleOrganizations = (atlas: AtlasClient): Promise<readonly Item[]> =>
  itemsOf(
    'organization',
    listOrganizations(atlas, { name: '', limit: LARGEST_PAGE, page: 1, omitCount: false }),
  );

/** An organisation's projects, 500 at most. The page's number is the one that the reference asks for. */
export const visibleProjects = (atlas: AtlasClient, orgId: string): Promise<readonly Item[]> =>
  itemsOf('project', listProjects(atlas, { orgId, limit: LARGEST_PAGE, page: 0, omitCount: false }));
