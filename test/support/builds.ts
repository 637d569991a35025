/** The two forms of the built program; what is tested on the executable is tested on both. */
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../../dist');

/** Name and command line of each form. */
export const BUILDS: readonly { name: string; command: readonly [string, ...string[]] }[] = [
  { name: 'dist/atlas', command: [join(dist, 'atlas')] },
  { name: 'dist/atlas.mjs', command: [process.execPath, join(dist, 'atlas.mjs')] },
];
