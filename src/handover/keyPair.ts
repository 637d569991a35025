/** The two halves of a new key, and its answer without the secret one. */
import { AnswerError } from '../http/answerError.ts';

export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** What stands in the output for what must not be seen; the reference's word. */
const REDACTED = 'redacted';

/** @throws {AnswerError} when a half is missing: what is incomplete is not stored as if it were a key */
export function keyPairOf(answer: unknown): KeyPair {
  const { publicKey, privateKey } = answer as Partial<KeyPair>;
  if (!publicKey || !privateKey)
    throw new AnswerError(`the answer holds no ${publicKey ? 'private' : 'public'} key`);
  return { publicKey, privateKey };
}

/** The answer with the private key replaced wherever it stands. */
export function withoutPrivateKey(answer: unknown, { privateKey }: KeyPair): unknown {
  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(privateKey, REDACTED);
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redact(inner)]));
  };
  return redact(answer);
}
