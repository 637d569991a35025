import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A table that oracle/main.go recorded. Not imported, because Vite refuses JSON with lone surrogates. */
export const readTable = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'oracle', `${name}.json`), 'utf8'));
