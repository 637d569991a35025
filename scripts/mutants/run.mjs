/**
 * `npm run mutants`: changes the code in a thousand places, one at a time, and counts what the tests beside it notice.
 * Each part has tests of its own, or most of the time would go into tests that cannot notice. Arguments name parts.
 */
import { join } from 'node:path';
import { root, run } from '../checkout.mjs';

/** What is mutated, and which tests are to notice. */
const PARTS = {
  cli: {
    mutate: 'src/cli/parse.ts,src/go/csv.ts,src/go/parseNumber.ts,src/go/quote.ts',
    tests: 'test/{cli/parse,go/csv,go/strconv}.test.ts',
  },
  auth: { mutate: 'src/auth/**/*.ts', tests: 'test/auth/**/*.test.ts' },
};

const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : Object.keys(PARTS)) {
  const { mutate, tests } = PARTS[name];
  console.log(`\n${name}: ${mutate}`);
  run(
    process.execPath,
    [join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', '--mutate', mutate],
    {
      env: { ...process.env, MUTANT_TESTS: tests },
    },
  );
}
