/** The public and private key in the response to a create, and the response without the private key. */
import { ResponseError } from '../http/responses/responseError.ts';

export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Replaces a secret in the output, as in the Atlas CLI. */
const REDACTED = 'redacted';

/** The key pair in a response. @throws {ResponseError} if it is incomplete */
export function keyPairOf(response: unknown): KeyPair {
  const { publicKey, privateKey } = response as Partial<KeyPair>;
  if (!publicKey || !privateKey)
    throw new ResponseError(`the response contains no ${publicKey ? 'private' : 'public'} key`);
  return { publicKey, privateKey };
}

/** The response, with the private key redacted wherever it occurs. */
export function withoutPrivateKey<T>(response: T, { privateKey }: KeyPair): T {
  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(privateKey, REDACTED);
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redact(inner)]));
  };
  // Only strings are replaced, by strings, so the type stays the same.
  return redact(response) as T;
}
