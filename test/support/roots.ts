/** Roots of other systems, for programs of a release. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A root of its own takes root, and a mount namespace, because the runtime needs /proc. */
export const CAN_ENTER_ROOTS =
  process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;

const cache = join(import.meta.dirname, '../../node_modules/.cache');

/** What test/release/muslRoot.sh and oldGlibcRoot.sh make; `.ci/run` runs them. */
export const MUSL_ROOT = join(cache, 'musl-root');
export const OLD_GLIBC_ROOT = join(cache, 'old-glibc-root');

/** Puts a program into a copy of a root, as /usr/bin/atlas. @returns the folder of the copy */
export function rootWith(program: string, root: string, folder: string): string {
  const copy = mkdtempSync(join(folder, 'root-'));
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
  cpSync(program, join(copy, 'usr/bin/atlas'));
  return copy;
}

/** Copies the shared libraries of a program of this machine into a root. */
export function copyLibraries(program: string, root: string): void {
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' });
  for (const [, path = ''] of libraries.matchAll(/(\/\S+) \(0x/g)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    cpSync(path, join(root, path), { dereference: true });
  }
}

/** A root that holds a program as /usr/bin/atlas, its libraries, and nothing else. @returns its folder */
export function rootOf(program: string, folder: string): string {
  const root = mkdtempSync(join(folder, 'root-'));
  // For users other than ours.
  chmodSync(root, 0o755);
  for (const name of ['usr/bin', 'proc', 'tmp', 'home']) mkdirSync(join(root, name), { recursive: true });
  copyLibraries(program, root);
  cpSync(program, join(root, 'usr/bin/atlas'));
  return root;
}

/** How a root is entered. */
export interface Entering {
  readonly withoutProc?: boolean;
  readonly readOnly?: boolean;
  /** The number of a user that has no name. */
  readonly user?: number;
}

/** The words that run the program of a root; its arguments follow. */
export function inRoot(root: string, { withoutProc, readOnly, user }: Entering = {}): string[] {
  const steps = [
    // Only a mount can be made read-only.
    ...(readOnly ? ['mount --bind "$0" "$0"', 'mount -o remount,bind,ro "$0"'] : []),
    ...(withoutProc ? [] : ['mount -t proc proc "$0/proc"']),
    `exec chroot ${user === undefined ? '' : `--userspec=${user}:${user} `}"$0" /usr/bin/atlas "$@"`,
  ];
  return ['unshare', '--mount', 'sh', '-c', steps.join(' && '), root];
}
