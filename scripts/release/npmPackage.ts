/** The npm package: what `npm pack` makes of the checkout. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packedFile } from './npmReport.ts';

/** Writes the package into a folder; the program's Node form must have been built. @returns the file's name */
export function packForNpm(folder: string): string {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`npm pack failed: ${stderr}`);
  return packedFile(stdout);
}
