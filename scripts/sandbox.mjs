/** `npm run sandbox`: set-up, then scripts/sandbox.ts under Bun. */
import { bun, run, setUp } from './setup.mjs';

setUp();
run(bun, ['scripts/sandbox.ts', ...process.argv.slice(2)]);
