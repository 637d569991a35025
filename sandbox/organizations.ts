/** Organizations and their projects, which cannot be changed. */
import { type OperationHandlers, page, selfLink } from './operations.ts';
import type { State } from './state.ts';

export function organizations(state: State): OperationHandlers {
  const named = (name: unknown) => (item: { name: string }) => item.name.startsWith(String(name ?? ''));
  const linked =
    (url: URL, kind: string) =>
    <T extends { id: string }>(item: T) => ({
      ...item,
      links: selfLink(`${url.origin}/api/atlas/v2/${kind}/${item.id}`),
    });
  return {
    listOrgs: (call) =>
      page(call, state.organizations.filter(named(call.query['name'])).map(linked(call.url, 'orgs'))),
    getOrg: ({ path, url }) => linked(url, 'orgs')(state.organization(path['orgId'] ?? '')),
    listGroups: (call) => page(call, state.projects.map(linked(call.url, 'groups'))),
    getGroup: ({ path, url }) => linked(url, 'groups')(state.project(path['groupId'] ?? '')),
    getOrgGroups: (call) => {
      const { id } = state.organization(call.path['orgId'] ?? '');
      const projects = state.projects.filter(({ orgId }) => orgId === id);
      return page(call, projects.filter(named(call.query['name'])).map(linked(call.url, 'groups')));
    },
  };
}
