/** For `npm run mutants`, which names the tests. */
import { mergeConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

const config = mergeConfig(base, { test: { setupFiles: ['scripts/mutants/preload.ts'] } });
delete config.test.projects;
config.test.include = [process.env['MUTANT_TESTS'] ?? ''];

export default config;
