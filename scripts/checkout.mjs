/** Prepares a checkout: installs packages and builds dist/ if necessary. Has no dependencies. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const bun = join(root, 'node_modules/bun/bin/bun.exe');

const changed = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** The time of the newest change in a file or folder. */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Runs a command of the project. If it fails, ends this process with its status. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Messages go to standard error, so that standard output contains only the output of the task. */
const stdio = ['ignore', 2, 2];

/** Installs the packages if they are missing or older than the lock file. */
export function install() {
  const installed = changed(join(root, 'node_modules/.package-lock.json'));
  if (installed < changed(join(root, 'package-lock.json')) || !existsSync(bun)) {
    console.error('Installing packages …');
    run('npm', ['ci', '--no-fund', '--no-audit'], { stdio, shell: process.platform === 'win32' });
  }
}

/** Builds dist/ if it is missing or older than its sources. */
export function build() {
  const sources = ['src', 'bin', 'scripts', 'package.json', 'package-lock.json'].map((name) =>
    newest(join(root, name)),
  );
  const built = Math.min(changed(join(root, 'dist/atlas')), changed(join(root, 'dist/atlas.mjs')));
  if (built < Math.max(...sources)) {
    console.error('Building dist/atlas and dist/atlas.mjs …');
    run(bun, ['scripts/build.ts'], { stdio });
  }
}
