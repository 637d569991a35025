/** `npm run trace`: set-up, then scripts/trace.ts under Bun. */
import { bun, run, setUp } from './setup.mjs';

setUp();
run(bun, ['scripts/trace.ts', ...process.argv.slice(2)]);
