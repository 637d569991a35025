/** The Host of a real process. */
import type { Host } from './host.ts';

interface BunGlobal {
  readonly stdout: unknown;
  write(destination: unknown, text: string): Promise<number>;
}

/** The one that this process runs in. */
export function realHost(): Host {
  const { Bun } = globalThis as { Bun?: BunGlobal };
  const host: Host = {
    runtime: process.versions['bun'] ? `bun ${process.versions['bun']}` : `node ${process.versions.node}`,
    checkArguments: async (argv) => (await import('./undecoded.ts')).checkArguments(argv),
    async show(text) {
      // Bun's own writer waits for a full pipe and reports what a disk refuses, and is there at no cost.
      if (Bun) await Bun.write(Bun.stdout, text);
      else await (await host.system()).stdout.write(text);
    },
    system: async () => (await import('./realSystem.ts')).realSystem(),
  };
  return host;
}
