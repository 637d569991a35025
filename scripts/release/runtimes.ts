/**
 * Bun's runtimes for other machines, from the packages that the lock file names for them. They are no dependencies (each
 * takes 100 MB): each is fetched by npm when a release needs it, checked against the lock file, and kept.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import lock from '../../package-lock.json' with { type: 'json' };
import { packedFile } from './npmReport.ts';
import { executableOf, type Target } from './targets.ts';

const cache = join(import.meta.dirname, '../../node_modules/.cache/bun-runtimes');

const packages: Readonly<Record<string, { readonly version: string; readonly integrity?: string }>> =
  lock.packages;

/** @throws {Error} with what the command said when it fails */
function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${stderr.trim()}`);
  return stdout;
}

/**
 * @param integrity as a lock file has it: `sha512-` and the sum in base64
 * @throws when the file has another sum
 */
export function checkIntegrity(file: string, integrity: string): void {
  const [algorithm = '', wanted] = integrity.split('-', 2);
  const got = createHash(algorithm).update(readFileSync(file)).digest('base64');
  const name = basename(file);
  if (got !== wanted) throw new Error(`${name} is not the file of package-lock.json: ${algorithm} ${got}`);
}

/**
 * The path of the runtime for a target; fetches it where it is not there yet.
 * @throws {Error} when the package cannot be had, or is another one than the lock file's
 */
export function runtimeFor(target: Target): string {
  const { version, integrity } = packages[`node_modules/${target.runtime}`] ?? {};
  if (version === undefined || integrity === undefined)
    throw new Error(`package-lock.json does not name ${target.runtime}`);
  const folder = join(cache, version, target.name);
  const runtime = join(folder, `package/bin/${executableOf(target).replace('atlas', 'bun')}`);
  if (existsSync(runtime)) return runtime;

  mkdirSync(join(cache, version), { recursive: true });
  const scratch = mkdtempSync(join(cache, version, 'new-'));
  try {
    const filename = packedFile(
      run('npm', ['pack', `${target.runtime}@${version}`, '--json', '--pack-destination', scratch]),
    );
    // npm 9 names the file of a scoped package otherwise than it says.
    const tarball = [filename, filename.replace(/^@/, '').replace('/', '-')]
      .map((name) => join(scratch, name))
      .find(existsSync);
    if (!tarball) throw new Error(`npm pack wrote no ${filename}`);
    checkIntegrity(tarball, integrity);
    run('tar', ['-xzf', tarball, '-C', scratch]);
    rmSync(tarball);
    renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return runtime;
}
