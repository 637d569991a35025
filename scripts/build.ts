/** Builds dist/atlas (the executable), dist/atlas.mjs (the Node bundle), and dist/man (the manual pages). Run by Bun. */
/// <reference types="bun" />
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleForNode, checkOutputs, compileExecutable, manual } from './bundle.ts';
import { componentsOf, noticesText } from './release/notices.ts';

const dist = join(import.meta.dirname, '../dist');
// The files have their final names, because the executable contains its name, and a release must produce the same bytes.
const fresh = join(dist, 'new');

await checkOutputs();
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
await compileExecutable(join(fresh, 'atlas'));
const packages = await bundleForNode(fresh);
chmodSync(join(fresh, 'atlas.mjs'), 0o755);
// The npm package contains them next to the bundle.
writeFileSync(join(fresh, 'THIRD-PARTY-NOTICES.txt'), noticesText(componentsOf(packages), false));
// The release's bill of materials names them.
writeFileSync(join(fresh, 'packages.json'), JSON.stringify(packages));
mkdirSync(join(fresh, 'man'));
for (const [name, text] of await manual()) writeFileSync(join(fresh, 'man', name), text);
// Moved only after everything is built, so that a failed build keeps the previous one. The parts come first, so that no
// bundle ever lacks one: their names contain a hash of their content.
const parts = readdirSync(join(fresh, 'parts'));
mkdirSync(join(dist, 'parts'), { recursive: true });
for (const name of [
  ...parts.map((part) => join('parts', part)),
  'atlas',
  'atlas.mjs',
  'THIRD-PARTY-NOTICES.txt',
  'packages.json',
])
  renameSync(join(fresh, name), join(dist, name));
for (const name of readdirSync(join(dist, 'parts')))
  if (!parts.includes(name)) rmSync(join(dist, 'parts', name));
rmSync(join(dist, 'man'), { recursive: true, force: true });
renameSync(join(fresh, 'man'), join(dist, 'man'));
rmSync(fresh, { recursive: true });
