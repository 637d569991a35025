/** Builds the program in both its forms: dist/atlas (an executable) and dist/atlas.mjs (for Node). Run by Bun. */
/// <reference types="bun" />
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleForNode, compileExecutable } from './bundle.ts';
import { componentsOf, noticesText } from './release/notices.ts';

const dist = join(import.meta.dirname, '../dist');

mkdirSync(dist, { recursive: true });
await compileExecutable(join(dist, 'atlas.new'));
const packages = await bundleForNode(dist, 'atlas.new.mjs');
chmodSync(join(dist, 'atlas.new.mjs'), 0o755);
// The npm package holds them beside the bundle.
writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), noticesText(componentsOf(packages), false));
// Put in place only when both are there, so that a failed build leaves the last good one.
renameSync(join(dist, 'atlas.new'), join(dist, 'atlas'));
renameSync(join(dist, 'atlas.new.mjs'), join(dist, 'atlas.mjs'));
