/** The two builds. Tests of the executable also test the Node bundle. */
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../../../dist');

/** The name and command line of each build. */
export const BUILDS: readonly { name: string; command: readonly [string, ...string[]] }[] = [
  { name: 'dist/atlas', command: [join(dist, 'atlas')] },
  { name: 'dist/atlas.mjs', command: [process.execPath, join(dist, 'atlas.mjs')] },
];
