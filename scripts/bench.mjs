/** `npm run bench`: set-up, then scripts/bench.ts under Bun. */
import { bun, run, setUp } from './setup.mjs';

setUp();
run(bun, ['scripts/bench.ts', ...process.argv.slice(2)]);
