/** `npm run check`: types, lint and format, unused code. `npm run fix` mends what can be mended. */
import { join } from 'node:path';
import { root, run, setUp } from './setup.mjs';

setUp();
const tool = (path, ...args) => run(process.execPath, [join(root, 'node_modules', path), ...args]);
tool('typescript/bin/tsc', '-p', '.');
tool('@biomejs/biome/bin/biome', 'check', '.');
tool('knip/bin/knip.js', '--no-progress');
console.log('Types, lint and unused code: nothing to complain about.');
