/** The parts of Bun's API that the program uses. Unlike Node's modules, they need not be loaded. */

/** What Bun reports of a file. */
interface BunStats {
  readonly mode: number;
  readonly uid: number;
  readonly mtimeMs: number;
}

export interface BunFile {
  /** Infinity if it is not a regular file. */
  readonly size: number;
  stream(): { getReader(): { read(): Promise<{ readonly value?: Uint8Array }> } };
  stat(): Promise<BunStats>;
  /** Rejects with ENOENT if there is no such file. */
  delete(): Promise<void>;
  /**
   * A writer that does not block: it resolves when the operating system has accepted the bytes. Throws if the file cannot be
   * opened. Makes a descriptor non-blocking, also for other processes, but not the file of a path.
   */
  writer(): { write(bytes: Uint8Array): number | Promise<number>; end(): number | Promise<number> };
}

export interface BunGlobal {
  readonly stdout: unknown;
  /** The file with this path or descriptor. */
  file(file: string | number): BunFile;
  write(
    destination: unknown,
    content: string | Uint8Array,
    options?: { readonly createPath?: boolean },
  ): Promise<number>;
  readonly CryptoHasher: new (
    algorithm: string,
  ) => { update(text: string): { digest(encoding: 'hex'): string } };
}

/** Undefined under Node. */
export const { Bun: bun } = globalThis as { readonly Bun?: BunGlobal };

/** Whether the descriptor is a terminal, by Bun's own binding: loading node:tty takes Bun 1.7 ms. */
export const isTerminalOfBun = (fd: number): boolean =>
  (process as unknown as { binding(name: 'tty_wrap'): { isTTY(fd: number): boolean } })
    .binding('tty_wrap')
    .isTTY(fd);
