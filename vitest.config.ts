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

export default defineConfig({
  plugins: [
    {
      name: 'templates',
      enforce: 'pre',
      transform: (code, id) => (/\/(src|test)\/.*\.ts$/.test(id) ? precompileTemplates(code) : undefined),
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    restoreMocks: true,
    sequence: { sequencer: SlowestFirst },
    // As many as wait at once in timeLimit.test.ts: one more would add a minute.
    maxConcurrency: 6,
    maxWorkers: availableParallelism() + 1,
    // Whole programs are run on two cores that others use too; a test that hangs is still found.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
