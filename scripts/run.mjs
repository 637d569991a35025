/**
 * `npm run NAME -- ARGUMENT …`: prepares the checkout and runs the task NAME. Has no dependencies, because a fresh clone has
 * none.
 */
import { join } from 'node:path';
import { build, bun, install, root, run } from './checkout.mjs';
import { lintWorkflows } from './workflows.mjs';

const node = (path, ...args) => run(process.execPath, [join(root, 'node_modules', path), ...args]);
const vitest = (...args) => node('vitest/vitest.mjs', ...args);
const script = (name, ...args) => run(bun, [`scripts/${name}.ts`, ...args]);

/** The tasks that need only the packages. */
const WITH_PACKAGES = {
  'test:unit': (...args) => vitest('run', '--project', 'unit', ...args),
  'test:watch': (...args) => vitest('watch', '--project', 'unit', ...args),
  check() {
    node('typescript/bin/tsc', '-p', '.');
    node('@biomejs/biome/bin/biome', 'check', '.');
    node('knip/bin/knip.js', '--no-progress');
    script('docs', '--check');
    lintWorkflows();
    console.log('No complaints about types, lint, unused code, reference pages, or workflows.');
  },
  docs: (...args) => script('docs', ...args),
  'record-order': () => script('recordOrder'),
};

/** The tasks that also need dist/. */
const WITH_BUILD = {
  build() {},
  test: (...args) => vitest('run', ...args),
  'test:windows'(...args) {
    script('windows');
    vitest('run', '--project', 'windows', ...args);
  },
  start: (...args) => script('start', ...args),
  sandbox: (...args) => script('sandbox', ...args),
  release: (...args) => script('release', ...args),
  soak: (...args) => script('soak', ...args),
  pictures: () => script('pictures'),
  bench: (...args) => script('bench', ...args),
  trace: (...args) => script('trace', ...args),
};

const [name = '', ...args] = process.argv.slice(2);
const tasks = { ...WITH_PACKAGES, ...WITH_BUILD };
if (!Object.hasOwn(tasks, name)) {
  console.error(`usage: node scripts/run.mjs ${Object.keys(tasks).join(' | ')}`);
  process.exit(1);
}
install();
if (Object.hasOwn(WITH_BUILD, name)) build();
tasks[name](...args);
