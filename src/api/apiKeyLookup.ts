/** Finds API keys by what a user knows of them: people copy public keys, the service asks for IDs. */
import { CliError } from '../base/errors.ts';
import { allItems, type Page, type Paging } from './paging.ts';
import type { ApiKey } from './schemas.ts';

/** Requests one page of the keys to search. */
export type ListKeys = (paging: Paging) => Promise<Page<ApiKey>>;

/** The keys to search. */
export interface KeyList {
  readonly list: ListKeys;
  /** Whose keys they are, for messages: `organization 5a1b…`. */
  readonly owner: string;
}

/** The form of a public key. An ID is 24 hexadecimal digits; whatever looks like neither is for the service to judge. */
const PUBLIC_KEY = /^[a-z0-9]{8}$/;

/** All keys that match; each once, even if the list moved between two pages. */
async function findKeys(list: ListKeys, isWanted: (key: ApiKey) => boolean): Promise<ApiKey[]> {
  const found = new Map<string | null | undefined, ApiKey>();
  for await (const key of allItems(list)) if (isWanted(key)) found.set(key.id, key);
  return [...found.values()];
}

/** The key with this ID among those listed; undefined when it is not there. */
export async function findKeyById(list: ListKeys, id: string): Promise<ApiKey | undefined> {
  return (await findKeys(list, (key) => key.id === id))[0];
}

/**
 * The ID that a user means: what has the form of a public key is looked up, anything else is taken for an ID.
 * @param getKeyList called only for a public key; may ask Atlas whose keys to search
 * @throws {CliError} when there is no such public key, or more than one
 */
export async function resolveKeyId(
  reference: string,
  getKeyList: () => KeyList | Promise<KeyList>,
): Promise<string> {
  if (!PUBLIC_KEY.test(reference)) return reference;
  const { list, owner } = await getKeyList();
  const ids = (await findKeys(list, (key) => key.publicKey === reference)).flatMap(({ id }) => id ?? []);
  const [id] = ids;
  if (id === undefined)
    throw new CliError(`no API key of ${owner} has the public key ${reference}`, {
      hint: 'A key can also be named by its ID, which is 24 hexadecimal digits.',
    });
  if (ids.length > 1)
    throw new CliError(`${ids.length} API keys of ${owner} have the public key ${reference}`, {
      hint: `Name the one that is meant by its ID: ${ids.join(', ')}.`,
    });
  return id;
}

/** Names the key so that its owner recognises it: `API key "CI deploy" (abcdefgh)`. */
export const describeKey = ({ desc, publicKey, id }: ApiKey): string =>
  `API key ${desc ? `"${desc}"` : 'without a description'} (${publicKey ?? id})`;
