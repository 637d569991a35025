/**
 * Makes ready what the tests in test/windows need: the executable for Windows, in dist/windows, and, on another system,
 * Wine with a prefix of its own, which is kept. Run by Bun.
 */
/// <reference types="bun" />
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compileExecutable } from './bundle.ts';
import { runtimeFor } from './release/runtimes.ts';
import { targetsNamed } from './release/targets.ts';

const root = join(import.meta.dirname, '..');
const executable = join(root, 'dist/windows/atlas.exe');
const isCurrent =
  existsSync(executable) && statSync(executable).mtimeMs > statSync(join(root, 'dist/atlas.mjs')).mtimeMs;

if (!isCurrent) {
  const [target] = targetsNamed(['windows-x64']);
  if (!target) throw new Error('there is no target for Windows');
  mkdirSync(join(root, 'dist/windows'), { recursive: true });
  console.error('Building dist/windows/atlas.exe …');
  await compileExecutable(executable, { target: 'bun-windows-x64', executablePath: runtimeFor(target) });
}
if (process.platform !== 'win32') {
  const prefix = join(root, 'node_modules/.cache/wine');
  const { status } = spawnSync('bash', [join(root, 'test/windows/setUpWine.sh'), prefix, executable], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    console.error(
      '\n*** NOT TESTED: the executable for Windows. That takes Windows, or Debian with Wine. ***\n',
    );
    process.exit(1);
  }
}
