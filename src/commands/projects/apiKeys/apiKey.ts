/** What the commands for one API key of a project share. */

import type { AtlasClient } from '../../../api/client.ts';
import { describeKey, findKeyById, type KeyList, resolveKeyId } from '../../../api/resources/apiKeyLookup.ts';
import { organizationKeyList } from '../../../api/resources/apiKeys.ts';
import { listProjectApiKeys, type ProjectApiKeyReference } from '../../../api/resources/projectApiKeys.ts';
import { getProjectOrganization } from '../../../api/resources/projects.ts';
import { CliError } from '../../../base/errors.ts';
import type { Context } from '../../../runner/definition.ts';

const projectKeyList = (atlas: AtlasClient, projectId: string): KeyList => ({
  list: (paging) => listProjectApiKeys(atlas, { projectId, ...paging }),
  ownerName: `project ${projectId}`,
});

/** Replaces the public key of a key that has roles in the project with the key's ID. */
export async function resolveProjectApiKey<Input extends ProjectApiKeyReference>(
  input: Input,
  { atlas }: Context,
): Promise<Input> {
  const { projectId, apiKeyId } = input;
  return { ...input, apiKeyId: await resolveKeyId(apiKeyId, () => projectKeyList(atlas, projectId)) };
}

/**
 * Replaces the public key of any key of the project's organization with the key's ID: a key that is about to get its
 * first roles in the project is not yet among the project's keys.
 */
export async function resolveKeyOfProjectOrganization<Input extends ProjectApiKeyReference>(
  input: Input,
  { atlas }: Context,
): Promise<Input> {
  const { projectId, apiKeyId } = input;
  const getKeyList = async () => organizationKeyList(atlas, await getProjectOrganization(atlas, projectId));
  return { ...input, apiKeyId: await resolveKeyId(apiKeyId, getKeyList) };
}

/**
 * The name of the key in a confirmation, by which its owner can recognize it.
 * @throws {CliError} when the project has no such key
 */
export async function nameOfProjectApiKey(
  { projectId, apiKeyId }: ProjectApiKeyReference,
  { atlas }: Context,
): Promise<string> {
  const key = await findKeyById(projectKeyList(atlas, projectId).list, apiKeyId);
  if (!key) throw new CliError(`project ${projectId} has no API key with the ID ${apiKeyId}`);
  return describeKey(key);
}
