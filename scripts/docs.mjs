/** `npm run docs`: set-up, then scripts/docs.ts under Bun. */
import { bun, run, setUp } from './setup.mjs';

setUp();
run(bun, ['scripts/docs.ts', ...process.argv.slice(2)]);
