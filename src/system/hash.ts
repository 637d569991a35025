/** Hashes for HTTP Digest. */
import { bun } from './bun.ts';
import type { HashAlgorithm } from './system.ts';

/** See System.hash. Bun's hasher needs no loading, but node:crypto takes Bun 1.7 ms to load. */
export function hash(algorithm: HashAlgorithm, text: string): string {
  const hasher = bun
    ? new bun.CryptoHasher(algorithm)
    : process.getBuiltinModule('node:crypto').createHash(algorithm);
  return hasher.update(text).digest('hex');
}
