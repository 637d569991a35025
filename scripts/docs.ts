/**
 * Writes the reference pages from the definitions of the commands: docs/command/ in the format of the Atlas CLI's pages, and
 * docs/reference/ in Markdown. Run by Bun.
 *   bun scripts/docs.ts [--check] [FOLDER]
 *   --check   writes nothing; fails if a file is stale, missing or superfluous
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
const docs = positionals[0] ?? join(import.meta.dirname, '../docs');

Bun.plugin(templates);
const { program } = await import('../src/commands/index.ts');
const { markdownPages, mirroredPages } = await import('../src/help/pages.ts');

/** @returns the number of files that were not up to date */
function bringUpToDate(folder: string, pages: ReadonlyMap<string, string>): number {
  mkdirSync(folder, { recursive: true });
  const present = new Map(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const outdated = [
    ...[...pages.keys()].filter((name) => pages.get(name) !== present.get(name)),
    ...[...present.keys()].filter((name) => !pages.has(name)),
  ];
  for (const name of outdated) {
    const text = pages.get(name);
    if (values.check) {
      const state = text === undefined ? 'superfluous' : present.has(name) ? 'stale' : 'missing';
      console.error(`${join(folder, name)} is ${state}: run npm run docs`);
    } else if (text === undefined) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), text);
  }
  if (!values.check) console.log(`${folder}: ${pages.size} pages, ${outdated.length} changed.`);
  return outdated.length;
}

const outdated =
  bringUpToDate(join(docs, 'command'), await mirroredPages(program)) +
  bringUpToDate(join(docs, 'reference'), await markdownPages(program));
if (values.check && outdated > 0) process.exit(1);
