/** What the commands for one API key of a project share. */
import { describeKey, findById, idOf, type ListKeys } from '../../../api/apiKeyLookup.ts';
import { listProjectApiKeys, type ProjectApiKeyReference } from '../../../api/projectApiKeys.ts';
import { CliError } from '../../../base/errors.ts';
import type { Context } from '../../../runner/definition.ts';

const keysOf =
  (projectId: string, { atlas }: Context): ListKeys =>
  (paging) =>
    listProjectApiKeys(atlas, { projectId, ...paging });

/** Replaces a public key with the ID of its key. */
export async function resolveProjectApiKey<Input extends ProjectApiKeyReference>(
  input: Input,
  context: Context,
): Promise<Input> {
  const { projectId, apiKeyId } = input;
  const id = await idOf(apiKeyId, keysOf(projectId, context), `project ${projectId}`);
  return { ...input, apiKeyId: id };
}

/**
 * The name of the key in a confirmation, by which its owner can recognize it.
 * @throws {CliError} when the project has no such key
 */
export async function nameOfProjectApiKey(
  { projectId, apiKeyId }: ProjectApiKeyReference,
  context: Context,
): Promise<string> {
  const key = await findById(keysOf(projectId, context), apiKeyId);
  if (!key) throw new CliError(`project ${projectId} has no API key with the ID ${apiKeyId}`);
  return describeKey(key);
}
