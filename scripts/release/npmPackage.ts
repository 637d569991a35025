/** The npm package: what `npm pack` makes of the files that a user needs, and of package.json without our tools. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { packedFile } from './npmReport.ts';

const root = join(import.meta.dirname, '../..');

/** What package.json has for those who work on the program; `man` takes each page by its name. */
function publishedManifest(): object {
  const { scripts, devDependencies, allowScripts, overrides, ...published } = manifest;
  const pages = readdirSync(join(root, 'dist/man')).sort();
  return { ...published, man: pages.map((name) => `./dist/man/${name}`) };
}

/** Writes the package into a folder; the bundle for Node must have been built. @returns the file's name */
export function packForNpm(folder: string): string {
  const scratch = mkdtempSync(join(tmpdir(), 'atlas-npm-package-'));
  try {
    for (const name of [...manifest.files, 'README.md', 'LICENSE'])
      cpSync(join(root, name), join(scratch, name), { recursive: true });
    writeFileSync(join(scratch, 'package.json'), `${JSON.stringify(publishedManifest(), undefined, 2)}\n`);
    const { status, stdout, stderr } = spawnSync('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: scratch,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
    return packedFile(stdout);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
