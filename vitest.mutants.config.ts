/** For `npm run mutants`: only the tests that stand beside the code that is mutated, and none that runs a program. */
import { mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

const merged = mergeConfig(base, {});
merged.test = { ...merged.test, include: ['test/auth/**/*.test.ts', 'test/cli/{parse,csv,goText}.test.ts'] };

export default merged;
