/**
 * `npm run mutants`: changes the code in a thousand places, one at a time, and counts the changes that tests detect. Each part
 * runs only its own tests, which saves time. Arguments select parts.
 */
import { join } from 'node:path';
import { root, run } from '../checkout.mjs';

/** The parts: the mutated files, and their tests. */
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
