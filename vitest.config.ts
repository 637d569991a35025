import { defineConfig } from 'vitest/config';
import { precompileTemplates } from './scripts/precompile.ts';

export default defineConfig({
  plugins: [
    {
      name: 'templates',
      enforce: 'pre',
      transform: (code, id) => (/\/src\/.*\.ts$/.test(id) ? precompileTemplates(code) : undefined),
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    restoreMocks: true,
    // Whole programs are run on two cores that others use too; a test that hangs is still found.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
