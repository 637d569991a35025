/** The API keys of an organization. */
import { type Call, type OperationHandlers, page, redactedKey, wholeKey } from './operations.ts';
import type { State, StoredKey } from './state.ts';

interface Body {
  readonly desc?: string;
  readonly roles?: readonly string[];
}

export function apiKeys(state: State): OperationHandlers {
  const keyOf = ({ path }: Call): StoredKey => state.key(path['orgId'] ?? '', path['apiUserId'] ?? '');
  return {
    listOrgApiKeys: (call) =>
      page(
        call,
        state.keysOf(call.path['orgId'] ?? '').map((key) => redactedKey(call, key)),
      ),
    createOrgApiKey: (call) => {
      const { id: orgId } = state.organization(call.path['orgId'] ?? '');
      const { desc = '', roles = [] } = call.body as Body;
      const assigned = roles.map((roleName) => ({ orgId, roleName }));
      return wholeKey(call, state.addKey(orgId, desc, assigned));
    },
    getOrgApiKey: (call) => redactedKey(call, keyOf(call)),
    updateOrgApiKey: (call) => {
      const key = keyOf(call);
      const { desc, roles } = call.body as Body;
      if (desc !== undefined) key.desc = desc;
      // The roles in projects stay.
      if (roles)
        key.roles = [
          ...roles.map((roleName) => ({ orgId: key.orgId, roleName })),
          ...key.roles.filter(({ groupId }) => groupId !== undefined),
        ];
      return redactedKey(call, key);
    },
    deleteOrgApiKey: (call) => state.keys.delete(keyOf(call).id),
  };
}
