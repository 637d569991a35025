import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import { precompileTemplates } from './scripts/precompile.ts';

/** The tests of the real time limits do nothing for a minute: they start first, and all others run beside them. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer['sort']>[0]) {
    const waits = ({ moduleId }: (typeof files)[number]) => moduleId.endsWith('timeLimit.test.ts');
    return (await super.sort(files)).sort((a, b) => Number(waits(b)) - Number(waits(a)));
  }
}

/** What each level of tests needs beside the packages, in the folder of its name; all other tests are `unit`. */
const LEVELS = {
  /** Nothing, but time: inputs of any kind. */
  fuzz: 120_000,
  /** dist/. Whole programs are run on cores that others use too. */
  program: 120_000,
  /** dist/. */
  parity: 120_000,
  /** dist/release, where there is one. */
  release: 300_000,
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
    // They start faster than processes.
    pool: 'threads' as const,
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
    // As many as wait at once in timeLimit.test.ts: one more would add a minute.
    maxConcurrency: 6,
    maxWorkers: availableParallelism() + 1,
    projects: [
      unit,
      ...Object.entries(LEVELS).map(([name, timeoutMs]) => ({
        extends: true as const,
        test: { name, include: [`test/${name}/**/*.test.ts`], ...limits(timeoutMs) },
      })),
    ],
  },
});
