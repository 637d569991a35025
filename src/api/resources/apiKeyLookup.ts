/** Finds API keys by their public key: users know the public key, but the API identifies keys by ID. */
import { CliError } from '../../base/errors.ts';
import { allItems, type Page, type Paging } from '../paging.ts';
import type { ApiKey } from '../responses/schemas.ts';

/** Requests one page of the keys to search. */
export type ListKeys = (paging: Paging) => Promise<Page<ApiKey>>;

/** The keys to search. */
export interface KeyList {
  readonly list: ListKeys;
  /** Whose keys they are, for messages: `organization 5a1b…`. */
  readonly ownerName: string;
}

/** Matches a public key. Any other text is sent to Atlas as an ID. */
const PUBLIC_KEY = /^[a-z0-9]{8}$/;

/** The keys that match. Each is returned once, even if the list changed between two pages. */
async function findKeys(list: ListKeys, isWanted: (key: ApiKey) => boolean): Promise<ApiKey[]> {
  const found = new Map<string | null | undefined, ApiKey>();
  for await (const key of allItems(list)) if (isWanted(key)) found.set(key.id, key);
  return [...found.values()];
}

/** The key with this ID; undefined if the list does not contain it. */
export async function findKeyById(list: ListKeys, id: string): Promise<ApiKey | undefined> {
  return (await findKeys(list, (key) => key.id === id))[0];
}

/**
 * Returns the ID of a key that the user identifies by its public key or its ID. Only a public key is looked up.
 * @param getKeyList called only for a public key; may send a request to find out which keys to search
 * @throws {CliError} if no key, or more than one, has the public key
 */
export async function resolveKeyId(
  reference: string,
  getKeyList: () => KeyList | Promise<KeyList>,
): Promise<string> {
  if (!PUBLIC_KEY.test(reference)) return reference;
  const { list, ownerName } = await getKeyList();
  const ids = (await findKeys(list, (key) => key.publicKey === reference)).flatMap(({ id }) => id ?? []);
  const [id] = ids;
  if (id === undefined)
    throw new CliError(`no API key of ${ownerName} has the public key ${reference}`, {
      hint: 'You can also identify the key by its ID (24 hexadecimal digits).',
    });
  if (ids.length > 1)
    throw new CliError(`${ids.length} API keys of ${ownerName} have the public key ${reference}`, {
      hint: `Identify the key by its ID: ${ids.join(', ')}.`,
    });
  return id;
}

/** Describes the key so that its owner can recognize it: `API key "CI deploy" (abcdefgh)`. */
export const describeKey = ({ desc, publicKey, id }: ApiKey): string =>
  `API key ${desc ? `"${desc}"` : 'without a description'} (${publicKey ?? id})`;
