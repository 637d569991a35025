/** The pictures show what the program does now. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allPictures } from '../../scripts/pictures/all.ts';
import { has } from '../support/tools.ts';

const folder = join(import.meta.dirname, '../../docs/pictures');

test.runIf(has('jq') && existsSync('/dev/full'))(
  'when the pictures are drawn again, then they are the same as in docs/pictures (update them with npm run pictures)',
  async () => {
    const pictures = await allPictures();
    expect(readdirSync(folder).sort()).toEqual([...pictures.keys()].sort());
    for (const [name, text] of pictures) expect(readFileSync(join(folder, name), 'utf8'), name).toBe(text);
  },
);
