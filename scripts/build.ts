/** Builds the program in both its forms: dist/atlas (an executable) and dist/atlas.mjs (for Node). Run by Bun. */
/// <reference types="bun" />
import { chmodSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { templates } from './templates.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** Modules that the executable does without, for what they cost at start. */
const lean: Bun.BunPlugin = {
  name: 'lean',
  setup(build) {
    // Only Node asks for it: see src/system/transport.ts.
    build.onResolve({ filter: /^undici$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    // commander loads these for subcommands that are programs of their own, which this program has none of.
    build.onResolve({ filter: /^node:(child_process|path)$/ }, ({ path, importer }) =>
      importer.includes('/commander/') ? { path, namespace: 'empty' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'module.exports = {};',
      loader: 'js',
    }));
  },
};

/** Replaces the rendering of help screens by the rendered screens: showing one then loads no template engine. */
async function renderedHelp(): Promise<Bun.BunPlugin> {
  Bun.plugin(templates);
  const { program } = await import('../src/commands/index.ts');
  const { helpText } = await import('../src/helpText.ts');
  const { allPaths, wordsOf } = await import('../src/cli/tree.ts');
  const screens = Object.fromEntries(allPaths(program).map((path) => [wordsOf(path), helpText(path)]));
  return {
    name: 'help',
    setup(build) {
      build.onLoad({ filter: /\/src\/helpText\.ts$/ }, () => ({
        contents: `
          import { wordsOf } from './cli/tree.ts';
          const screens = ${JSON.stringify(screens)};
          export const helpText = (path) => screens[wordsOf(path)];`,
        loader: 'js',
      }));
    },
  };
}

async function build(options: Omit<Bun.BuildConfig, 'entrypoints'>): Promise<void> {
  const result = await Bun.build({
    entrypoints: [join(root, 'bin/atlas.ts')],
    minify: true,
    format: 'esm',
    ...options,
  });
  if (!result.success) throw new AggregateError(result.logs, 'the build failed');
}

mkdirSync(dist, { recursive: true });
await build({
  target: 'bun',
  plugins: [await renderedHelp(), templates, lean],
  bytecode: true,
  // Each dynamic import becomes a part of its own. In one piece, the built-in modules that any part imports
  // would all be loaded at start.
  splitting: true,
  compile: { outfile: join(dist, 'atlas.new'), autoloadDotenv: false, autoloadBunfig: false },
});
await build({ target: 'node', plugins: [templates], outdir: dist, naming: 'atlas.new.mjs' });
chmodSync(join(dist, 'atlas.new.mjs'), 0o755);
// Put in place only when both are there, so that a failed build leaves the last good one.
renameSync(join(dist, 'atlas.new'), join(dist, 'atlas'));
renameSync(join(dist, 'atlas.new.mjs'), join(dist, 'atlas.mjs'));
