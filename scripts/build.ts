/** Builds the program in both its forms: dist/atlas (an executable) and dist/atlas.mjs (for Node). Run by Bun. */
/// <reference types="bun" />
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleForNode, checkOutputs, compileExecutable } from './bundle.ts';
import { componentsOf, noticesText } from './release/notices.ts';

const dist = join(import.meta.dirname, '../dist');
// Under their own names: the executable holds its name, and a release must make the same bytes.
const fresh = join(dist, 'new');
const built = ['atlas', 'atlas.mjs', 'THIRD-PARTY-NOTICES.txt'];

await checkOutputs();
mkdirSync(fresh, { recursive: true });
await compileExecutable(join(fresh, 'atlas'));
const packages = await bundleForNode(fresh, 'atlas.mjs');
chmodSync(join(fresh, 'atlas.mjs'), 0o755);
// The npm package holds them beside the bundle.
writeFileSync(join(fresh, 'THIRD-PARTY-NOTICES.txt'), noticesText(componentsOf(packages), false));
// Put in place only when all are there, so that a failed build leaves the last good one.
for (const name of built) renameSync(join(fresh, name), join(dist, name));
rmSync(fresh, { recursive: true });
