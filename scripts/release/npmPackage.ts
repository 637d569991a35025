/** The npm package: what `npm pack` makes of the checkout. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * The name of the one file that `npm pack --json` has written.
 * @param report what it printed: a list of packages up to npm 11, an object with the package under its name from npm 12 on
 */
export function packedFile(report: string): string {
  const [packed] = Object.values(JSON.parse(report)) as { filename?: string }[];
  if (!packed?.filename) throw new Error(`npm pack did not say which file it wrote: ${report}`);
  return packed.filename;
}

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
