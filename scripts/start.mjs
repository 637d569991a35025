/** `npm start`: set-up, then scripts/start.ts under Bun. */
import { bun, run, setUp } from './setup.mjs';

setUp();
run(bun, ['scripts/start.ts', ...process.argv.slice(2)]);
