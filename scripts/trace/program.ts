/** bin/atlas.ts with marks at the borders of its System; writes them to the file that ATLAS_TRACE names. */

import { writeFileSync } from 'node:fs';
import { main } from '../../src/main.ts';
import { realHost } from '../../src/system/realHost.ts';
import { realSystem } from '../../src/system/realSystem.ts';
import { mark, marks } from './marks.ts';

mark('modules');
const system = realSystem();
let requests = 0;
const traced: typeof system = {
  ...system,
  // Getters would be called by the copy.
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
    read(path) {
      mark('commandLine');
      return system.files.read(path);
    },
  },
  async fetch(url, request) {
    requests++;
    mark(requests === 1 ? 'prepared' : 'challenged');
    const response = await system.fetch(url, request);
    if (requests === 2) mark('answered');
    return response;
  },
};
const status = await main(process.argv.slice(2), { ...realHost(), system: async () => traced });
mark('ended');
writeFileSync(process.env['ATLAS_TRACE'] ?? '/dev/null', JSON.stringify(marks));
process.exit(status);
