/** The Host of a real process. */

import type { Bootstrap } from './bootstrap.ts';
import { bun } from './bun.ts';

/** The one that this process runs in. */
export function realBootstrap(): Bootstrap {
  const bootstrap: Bootstrap = {
    runtime: process.versions['bun'] ? `bun ${process.versions['bun']}` : `node ${process.versions.node}`,
    checkArguments: async (argv) => (await import('./invalidUtf8.ts')).checkArguments(argv),
    async printText(text) {
      // Bun's own writer waits for a full pipe and reports what a disk refuses, and is there at no cost.
      if (bun) await bun.write(bun.stdout, text);
      else await (await bootstrap.loadSystem()).stdout.write(text);
    },
    loadSystem: async () => (await import('./realSystem.ts')).realSystem(),
  };
  return bootstrap;
}
