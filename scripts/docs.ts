/**
 * Writes docs/command/, the reference pages, from the definitions of the commands. Run by Bun.
 *   bun scripts/docs.ts [--check] [FOLDER]
 *   --check   writes nothing; ends with 1 when a file is stale, missing or superfluous
 */
/// <reference types="bun" />
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { templates } from './templates.ts';

const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean' } },
  allowPositionals: true,
});
const folder = positionals[0] ?? join(import.meta.dirname, '../docs/command');
mkdirSync(folder, { recursive: true });

Bun.plugin(templates);
const { program } = await import('../src/commands/index.ts');
const { referencePages } = await import('../src/help/pages.ts');

const pages = await referencePages(program);
const present = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const outdated = [
  ...[...pages.keys()].filter((name) => pages.get(name) !== present.get(name)),
  ...[...present.keys()].filter((name) => !pages.has(name)),
];

if (values.check) {
  for (const name of outdated) {
    const state = !pages.has(name) ? 'superfluous' : present.has(name) ? 'stale' : 'missing';
    console.error(`${join(folder, name)} is ${state}: run npm run docs`);
  }
  process.exit(outdated.length > 0 ? 1 : 0);
}
for (const name of outdated) {
  const text = pages.get(name);
  if (text === undefined) rmSync(join(folder, name));
  else writeFileSync(join(folder, name), text);
}
console.log(`docs/command: ${pages.size} pages, ${outdated.length} changed.`);
