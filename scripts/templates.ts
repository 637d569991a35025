/// <reference types="bun" />
import { precompileTemplates } from './precompile.ts';

/** Compiles the Handlebars templates in modules that Bun bundles or runs. */
export const templates: Bun.BunPlugin = {
  name: 'templates',
  setup(build) {
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => ({
      contents: precompileTemplates(await Bun.file(path).text()),
      loader: 'ts',
    }));
  },
};
