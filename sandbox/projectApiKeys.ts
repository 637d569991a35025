/** The API keys of an organization that have roles in a project. */
import { type Call, type OperationHandlers, page, redactedKey, wholeKey } from './operations.ts';
import { invalidValue } from './refusal.ts';
import type { State, StoredKey } from './state.ts';

/** The description does not list these roles. They begin with GROUP_. */
function checkRoles(roles: readonly string[]): void {
  const wrong = roles.find((role) => !role.startsWith('GROUP_'));
  if (wrong !== undefined) throw invalidValue(wrong);
}

export function projectApiKeys(state: State): OperationHandlers {
  const projectOf = ({ path }: Call) => state.project(path['groupId'] ?? '');
  const keyOf = (call: Call): StoredKey => state.key(projectOf(call).orgId, call.path['apiUserId'] ?? '');
  const elsewhere = (key: StoredKey, projectId: string) =>
    key.roles.filter(({ groupId }) => groupId !== projectId);
  const assign = (call: Call, roles: readonly string[]): StoredKey => {
    checkRoles(roles);
    const key = keyOf(call);
    const { id: groupId } = projectOf(call);
    key.roles = [...elsewhere(key, groupId), ...roles.map((roleName) => ({ groupId, roleName }))];
    return key;
  };
  return {
    listGroupApiKeys: (call) => {
      const { id, orgId } = projectOf(call);
      const keys = state.keysOf(orgId).filter((key) => key.roles.some(({ groupId }) => groupId === id));
      return page(
        call,
        keys.map((key) => redactedKey(call, key)),
      );
    },
    createGroupApiKey: (call) => {
      const { id: groupId, orgId } = projectOf(call);
      const { desc, roles } = call.body as { desc: string; roles: string[] };
      checkRoles(roles);
      const assigned = [
        ...roles.map((roleName) => ({ groupId, roleName })),
        // A key always has a role in the organization.
        { orgId, roleName: 'ORG_MEMBER' },
      ];
      return wholeKey(call, state.addKey(orgId, desc, assigned));
    },
    updateGroupApiKeyRoles: (call) => {
      const { desc, roles } = call.body as { desc?: string; roles?: string[] };
      const key = roles ? assign(call, roles) : keyOf(call);
      if (desc !== undefined) key.desc = desc;
      return redactedKey(call, key);
    },
    addGroupApiKey: (call) => {
      assign(
        call,
        (call.body as { roles?: string[] }[]).flatMap(({ roles = [] }) => roles),
      );
    },
    removeGroupApiKey: (call) => {
      const key = keyOf(call);
      key.roles = elsewhere(key, projectOf(call).id);
    },
  };
}
