/** Hashes for HTTP Digest. */
import type { HashAlgorithm } from './system.ts';

interface BunGlobal {
  CryptoHasher: new (
    algorithm: HashAlgorithm,
  ) => { update(text: string): { digest(encoding: 'hex'): string } };
}

/** See System.hash. Bun's own hasher is there at no cost, node:crypto takes Bun 1.7 ms to load. */
export function hash(algorithm: HashAlgorithm, text: string): string {
  const { Bun } = globalThis as { Bun?: BunGlobal };
  const hasher = Bun
    ? new Bun.CryptoHasher(algorithm)
    : process.getBuiltinModule('node:crypto').createHash(algorithm);
  return hasher.update(text).digest('hex');
}
