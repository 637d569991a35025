/** The Bootstrap of a real process. */

import type { Bootstrap } from './bootstrap.ts';
import { bun } from './bun.ts';

/** The Bootstrap of this process. */
export function realBootstrap(): Bootstrap {
  const bootstrap: Bootstrap = {
    runtime: process.versions['bun'] ? `bun ${process.versions['bun']}` : `node ${process.versions.node}`,
    checkArguments: async (argv) => (await import('./invalidUtf8.ts')).checkArguments(argv),
    async printText(text) {
      // Bun's writer needs no loading, waits if a pipe is full, and reports errors of the disk.
      if (bun) await bun.write(bun.stdout, text);
      else await (await bootstrap.loadSystem()).stdout.write(text);
    },
    loadSystem: async () => (await import('./realSystem.ts')).realSystem(),
  };
  return bootstrap;
}
