/** Draws the pictures of the documents, into docs/pictures: a terminal with real runs, and the measurements. Run by Bun. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allPictures } from './pictures/all.ts';

const folder = join(import.meta.dirname, '../docs/pictures');
mkdirSync(folder, { recursive: true });
for (const [name, text] of await allPictures()) {
  writeFileSync(join(folder, name), text);
  console.log(`docs/pictures/${name}`);
}
