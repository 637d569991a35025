import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import { precompileTemplates } from './scripts/precompile.ts';

/** Starts the tests of the time limits first, because they wait for a minute, while all other tests run. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer['sort']>[0]) {
    const waits = ({ moduleId }: (typeof files)[number]) => moduleId.endsWith('timeLimit.test.ts');
    return (await super.sort(files)).sort((a, b) => Number(waits(b)) - Number(waits(a)));
  }
}

/** The levels of tests, by their folder, with their time limit and what they need. All other tests are `unit`. */
const LEVELS = {
  /** Needs only time, for random inputs. */
  fuzz: 120_000,
  /** Needs dist/. */
  program: 120_000,
  /** Needs dist/. */
  parity: 120_000,
  /** Needs dist/release; skipped without it. */
  release: 300_000,
  /** What `npm run test:windows` makes ready. */
  windows: 120_000,
} as const;

const UNIT_TIMEOUT_MS = 30_000;

const limits = (timeoutMs: number) => ({ testTimeout: timeoutMs, hookTimeout: timeoutMs });

const unit = {
  extends: true as const,
  test: {
    name: 'unit',
    include: ['test/**/*.test.ts'],
    exclude: Object.keys(LEVELS).map((level) => `test/${level}/**`),
    ...limits(UNIT_TIMEOUT_MS),
    // Threads start faster than processes. Files share the modules of their thread: loading them for each takes twice the time.
    pool: 'threads' as const,
    isolate: false,
  },
};

export default defineConfig({
  plugins: [
    {
      name: 'templates',
      enforce: 'pre',
      transform: (code, id) => (/\/(src|test)\/.*\.ts$/.test(id) ? precompileTemplates(code) : undefined),
    },
  ],
  test: {
    restoreMocks: true,
    sequence: { sequencer: SlowestFirst },
    // The number of tests that wait at the same time in timeLimit.test.ts. With fewer, it would take a minute longer.
    maxConcurrency: 6,
    maxWorkers: availableParallelism() + 1,
    projects: [
      unit,
      ...Object.entries(LEVELS).map(([name, timeoutMs]) => ({
        extends: true as const,
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          ...limits(timeoutMs),
          // All programs under Wine have the same folder for their configuration.
          fileParallelism: name !== 'windows',
        },
      })),
    ],
  },
});
