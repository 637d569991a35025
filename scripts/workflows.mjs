/** Lints .github/workflows with actionlint, which is a Go program: it is built once, if it is not installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './checkout.mjs';

const VERSION = 'v1.7.12';

const works = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** @returns the command, or undefined where it is neither installed nor can be built */
function actionlint() {
  if (works('actionlint', '-version')) return 'actionlint';
  const folder = join(root, 'node_modules/.cache/actionlint', VERSION);
  const built = join(folder, process.platform === 'win32' ? 'actionlint.exe' : 'actionlint');
  if (existsSync(built)) return built;
  const module = `github.com/rhysd/actionlint/cmd/actionlint@${VERSION}`;
  const { status } = spawnSync('go', ['install', module], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, GOBIN: folder, GOFLAGS: '' },
  });
  return status === 0 ? built : undefined;
}

/** Ends this process when a workflow is wrong, and in CI also when there is no actionlint. */
export function lintWorkflows() {
  const command = actionlint();
  if (command !== undefined) return run(command, ['-color']);
  console.error('\n*** NOT CHECKED: the workflows. That takes actionlint, or Go to build it. ***\n');
  if (process.env.CI) process.exit(1);
}
