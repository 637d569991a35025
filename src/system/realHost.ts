/** The Host of a real process. */
import { bun } from './bun.ts';
import type { Host } from './host.ts';

/** The one that this process runs in. */
export function realHost(): Host {
  const host: Host = {
    runtime: process.versions['bun'] ? `bun ${process.versions['bun']}` : `node ${process.versions.node}`,
    checkArguments: async (argv) => (await import('./undecoded.ts')).checkArguments(argv),
    async show(text) {
      // Bun's own writer waits for a full pipe and reports what a disk refuses, and is there at no cost.
      if (bun) await bun.write(bun.stdout, text);
      else await (await host.system()).stdout.write(text);
    },
    system: async () => (await import('./realSystem.ts')).realSystem(),
  };
  return host;
}
