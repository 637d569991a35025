/** The parts of Bun's API that the program uses. Unlike Node's modules, they need not be loaded. */

interface BunGlobal {
  readonly stdout: unknown;
  write(destination: unknown, text: string): Promise<number>;
  readonly CryptoHasher: new (
    algorithm: string,
  ) => { update(text: string): { digest(encoding: 'hex'): string } };
}

/** Undefined under Node. */
export const { Bun: bun } = globalThis as { readonly Bun?: BunGlobal };
