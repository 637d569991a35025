/** The two halves of a new key, and its response without the secret one. */
import { ResponseError } from '../http/responseError.ts';

export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** What the output shows instead of a secret; the Atlas CLI's word. */
const REDACTED = 'redacted';

/** @throws {ResponseError} when a half is missing: what is incomplete is not stored as if it were a key */
export function keyPairOf(response: unknown): KeyPair {
  const { publicKey, privateKey } = response as Partial<KeyPair>;
  if (!publicKey || !privateKey)
    throw new ResponseError(`the response contains no ${publicKey ? 'private' : 'public'} key`);
  return { publicKey, privateKey };
}

/** The response with the private key replaced wherever it occurs. */
export function withoutPrivateKey<T>(response: T, { privateKey }: KeyPair): T {
  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(privateKey, REDACTED);
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redact(inner)]));
  };
  // Only texts are replaced, by texts.
  return redact(response) as T;
}
