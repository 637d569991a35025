/** What the commands for one API key of an organization share. */
import { describeKey, resolveKeyId } from '../../../api/resources/apiKeyLookup.ts';
import { type ApiKeyReference, getApiKey, organizationKeyList } from '../../../api/resources/apiKeys.ts';
import type { Context } from '../../../runner/definition.ts';

/** Replaces a public key with the ID of its key. */
export async function resolveApiKey<Input extends ApiKeyReference>(
  input: Input,
  { atlas }: Context,
): Promise<Input> {
  const { orgId, apiKeyId } = input;
  return { ...input, apiKeyId: await resolveKeyId(apiKeyId, () => organizationKeyList(atlas, orgId)) };
}

/** The name of the key in a confirmation, by which its owner can recognize it. */
export const nameOfApiKey = async (key: ApiKeyReference, { atlas }: Context): Promise<string> =>
  describeKey(await getApiKey(atlas, key));
