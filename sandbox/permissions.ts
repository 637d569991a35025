/** The roles that a key needs for changes. Every key of the organization can read. */
import { Refusal } from './refusal.ts';
import type { State, StoredKey } from './state.ts';

const CHANGES_ORGANIZATION: ReadonlySet<string> = new Set([
  'createOrgApiKey',
  'updateOrgApiKey',
  'deleteOrgApiKey',
  'createOrgApiKeyAccessListEntry',
  'deleteOrgApiKeyAccessListEntry',
]);

const CHANGES_PROJECT: ReadonlySet<string> = new Set([
  'createGroupApiKey',
  'addGroupApiKey',
  'updateGroupApiKeyRoles',
  'removeGroupApiKey',
]);

/** @throws {Refusal} if the key lacks the role */
export function checkPermission(
  { roles }: StoredKey,
  operationId: string,
  path: Readonly<Record<string, string>>,
  state: State,
): void {
  const ownsOrganization = (id: string | undefined) =>
    roles.some(({ orgId, roleName }) => orgId === id && roleName === 'ORG_OWNER');
  const ownsProject = (id: string | undefined) =>
    roles.some(({ groupId, roleName }) => groupId === id && roleName === 'GROUP_OWNER');
  const mayChange = (): boolean => {
    if (CHANGES_ORGANIZATION.has(operationId)) return ownsOrganization(path['orgId']);
    if (!CHANGES_PROJECT.has(operationId)) return true;
    const project = state.projects.find(({ id }) => id === path['groupId']);
    return ownsProject(path['groupId']) || !project || ownsOrganization(project.orgId);
  };
  if (!mayChange())
    throw new Refusal(403, 'USER_UNAUTHORIZED', 'Current user is not authorized to perform this action.');
}
