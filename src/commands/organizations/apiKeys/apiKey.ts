/** What the commands about one key of an organization have in common. */
import { describeKey, idOf } from '../../../api/apiKeyLookup.ts';
import { type ApiKeyReference, getApiKey, listApiKeys } from '../../../api/apiKeys.ts';
import type { Context } from '../../../runner/definition.ts';

/** Puts the key's ID where a user wrote its public key. */
export async function resolveApiKey<Input extends ApiKeyReference>(
  input: Input,
  { atlas }: Context,
): Promise<Input> {
  const { orgId, apiKeyId } = input;
  const id = await idOf(
    apiKeyId,
    (paging) => listApiKeys(atlas, { orgId, ...paging }),
    `organization ${orgId}`,
  );
  return { ...input, apiKeyId: id };
}

/** Names the key so that its owner recognises it, for a question. */
export const nameOfApiKey = async (key: ApiKeyReference, { atlas }: Context): Promise<string> =>
  describeKey(await getApiKey(atlas, key));
