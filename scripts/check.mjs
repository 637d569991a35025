/** `npm run check`: types, lint and format, unused code, reference pages. `npm run fix` mends what can be mended. */
import { join } from 'node:path';
import { bun, root, run, setUp } from './setup.mjs';

setUp();
const tool = (path, ...args) => run(process.execPath, [join(root, 'node_modules', path), ...args]);
tool('typescript/bin/tsc', '-p', '.');
tool('@biomejs/biome/bin/biome', 'check', '.');
tool('knip/bin/knip.js', '--no-progress');
run(bun, ['scripts/docs.ts', '--check']);
console.log('Types, lint, unused code and reference pages: nothing to complain about.');
