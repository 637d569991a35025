/** Reads everything that a rotation needs, before it changes anything. */

import { ApiError } from '../api/apiError.ts';
import type { AtlasClient } from '../api/client.ts';
import { allItems } from '../api/paging.ts';
import { listEntries, type NewEntry } from '../api/resources/accessLists.ts';
import { describeKey, resolveKeyId } from '../api/resources/apiKeyLookup.ts';
import { getApiKey, getCallerKey, organizationKeyList } from '../api/resources/apiKeys.ts';
import { getProjectOrganization } from '../api/resources/projects.ts';
import type { ApiKey } from '../api/responses/schemas.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import { addHint, CliError } from '../base/errors.ts';
import type { Plan, ProjectRoles, RotationInput } from './rotation.ts';

/** Every key has a role in its organization. This one permits the least. */
const LEAST_ROLE = 'ORG_MEMBER';

async function keyId({ reference, orgId }: RotationInput, atlas: AtlasClient): Promise<string> {
  if (reference !== undefined) return resolveKeyId(reference, () => organizationKeyList(atlas, orgId));
  const callerKey = await getCallerKey(atlas);
  if (!callerKey) throw new CliError('Atlas did not return the API key of this run');
  return callerKey.id;
}

function organizationRoles({ roles }: ApiKey, id: string): readonly string[] {
  const roleNames = (roles ?? []).flatMap(({ orgId, groupId, roleName }) =>
    orgId === id && !groupId && roleName ? [roleName] : [],
  );
  return roleNames.length > 0 ? roleNames : [LEAST_ROLE];
}

function projectRoles({ roles }: ApiKey): ProjectRoles[] {
  const byProject = new Map<string, string[]>();
  for (const { groupId, roleName } of roles ?? [])
    if (groupId && roleName) byProject.set(groupId, [...(byProject.get(groupId) ?? []), roleName]);
  return [...byProject].map(([projectId, names]) => ({ projectId, roles: names }));
}

/** The entries of the old key's access list and those of the flags, each once. */
async function entriesFor(input: RotationInput, apiKeyId: string, atlas: AtlasClient): Promise<NewEntry[]> {
  const entries = new Map<string, NewEntry>();
  const add = (entry: NewEntry) => entries.set(JSON.stringify(entry), entry);
  for await (const { ipAddress, cidrBlock } of allItems((paging) =>
    listEntries(atlas, { orgId: input.orgId, apiKeyId, ...paging }),
  )) {
    // Atlas also lists a single address as a block.
    if (ipAddress) add({ ipAddress });
    else if (cidrBlock) add({ cidrBlock });
  }
  for (const entry of input.entries) add(entry);
  return [...entries.values()];
}

const isRefusal = (error: unknown): error is ApiError => error instanceof ApiError && error.status < 500;

/** @throws {ApiError} if the caller cannot access a project, unless `--force` is set */
async function checkProjects(
  projects: readonly ProjectRoles[],
  { isForced }: RotationInput,
  atlas: AtlasClient,
): Promise<void> {
  for (const { projectId } of projects)
    try {
      await getProjectOrganization(atlas, projectId);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (isForced) continue;
      throw addHint(
        error,
        `The API key has roles in project ${projectId}. To rotate it without them, add --force. Nothing was changed.`,
      );
    }
}

/**
 * Reads the key to rotate, its roles, its access list, and its projects.
 * @throws {CliError} if one of them cannot be read; then nothing was changed
 */
export async function survey(
  input: RotationInput,
  { kind, identifier }: Pick<Credentials, 'kind' | 'identifier'>,
  atlas: AtlasClient,
): Promise<Plan> {
  const { orgId } = input;
  const id = await keyId(input, atlas);
  const key = await getApiKey(atlas, { orgId, apiKeyId: id });
  const desc = input.desc ?? key.desc ?? '';
  if (desc === '')
    throw new CliError(`API key ${id} has no description, which the new API key needs`, {
      hint: 'Set one with --desc. Nothing was changed.',
    });
  const entries = await entriesFor(input, id, atlas);
  const projects = projectRoles(key);
  await checkProjects(projects, input, atlas);
  const publicKey = key.publicKey ?? '';
  return {
    orgId,
    old: { id, publicKey, name: describeKey(key) },
    isOwn: kind === 'api_keys' && identifier === publicKey,
    desc,
    roles: organizationRoles(key, orgId),
    projects,
    entries,
  };
}
