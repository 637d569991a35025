/** bin/atlas.ts with marks at the calls of its System. */
import { main } from '../../src/main.ts';
import { realBootstrap } from '../../src/system/realBootstrap.ts';
import type { System } from '../../src/system/system.ts';
import { mark, writeMarks } from './marks.ts';

function marked(system: System): System {
  let requests = 0;
  return {
    ...system,
    // The spread above would evaluate getters.
    stdin: system.stdin,
    stdout: Object.create(system.stdout, {
      write: {
        value: async (text: string | Uint8Array) => {
          mark('formatted');
          await system.stdout.write(text);
          mark('printed');
        },
      },
    }),
    files: {
      ...system.files,
      async readText(path) {
        mark('commandLine');
        return system.files.readText(path);
      },
    },
    async fetch(url, request) {
      requests++;
      mark(requests === 1 ? 'prepared' : 'challenged');
      const response = await system.fetch(url, request);
      // The response to a request without credentials is a challenge.
      if ('authorization' in request.headers) mark('answered');
      return response;
    },
  };
}

mark('modules');
const bootstrap = realBootstrap();
const status = await main(process.argv.slice(2), {
  ...bootstrap,
  loadSystem: async () => marked(await bootstrap.loadSystem()),
});
mark('ended');
await writeMarks();
process.exit(status);
