/** `npm run release`: set-up, then scripts/release.ts under Bun. */
import { bun, run, setUp } from './setup.mjs';

setUp();
run(bun, ['scripts/release.ts', ...process.argv.slice(2)]);
