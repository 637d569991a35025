/** Compares the library with a table that main.go printed: prints the rows that differ. */
import { readFileSync } from 'node:fs';
import { parseFormats, parseTemplates } from '../tables.ts';

const table = JSON.parse(readFileSync(0, 'utf8'));
const rows = Array.isArray(table) ? parseFormats(table) : parseTemplates(table);
const different = rows.filter(({ run, expected }) => run() !== expected);
for (const { title, run, expected } of different)
  console.log(`${title}\n  Go:      ${JSON.stringify(expected)}\n  library: ${JSON.stringify(run())}`);
console.log(`${different.length} of ${rows.length} rows differ`);
process.exitCode = different.length > 0 ? 1 : 0;
