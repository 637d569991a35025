/** What Bun has of its own, as far as the program uses it. It is there at no cost, where Node's modules must be loaded. */

interface BunGlobal {
  readonly stdout: unknown;
  write(destination: unknown, text: string): Promise<number>;
  readonly CryptoHasher: new (
    algorithm: string,
  ) => { update(text: string): { digest(encoding: 'hex'): string } };
}

/** Undefined under Node. */
export const { Bun: bun } = globalThis as { readonly Bun?: BunGlobal };
