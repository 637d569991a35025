/** Lists what the credentials can access. */
import type { AtlasClient } from '../../api/client.ts';
import { MAX_PAGE_SIZE, type Page } from '../../api/paging.ts';
import { listOrganizations } from '../../api/resources/organizations.ts';
import { listProjects } from '../../api/resources/projects.ts';

/** An organization or a project. */
export interface Item {
  readonly id: string;
  readonly name?: string | undefined;
}

const itemsOf = (
  page: Page<{ readonly id?: string | null | undefined; readonly name?: string | null | undefined }>,
): readonly Item[] =>
  (page.results ?? []).flatMap(({ id, name }) => (id ? [{ id, name: name ?? undefined }] : []));

/** The organizations that the credentials can access, 500 at most. */
export const listAccessibleOrganizations = async (atlas: AtlasClient): Promise<readonly Item[]> =>
  itemsOf(await listOrganizations(atlas, { name: '', limit: MAX_PAGE_SIZE, page: 1, omitCount: false }));

/** The projects of an organization, 500 at most. Page 0 is the one that the Atlas CLI requests. */
export const listAccessibleProjects = async (atlas: AtlasClient, orgId: string): Promise<readonly Item[]> =>
  itemsOf(await listProjects(atlas, { orgId, limit: MAX_PAGE_SIZE, page: 0, omitCount: false }));
