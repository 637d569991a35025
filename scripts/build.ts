/** Builds the program in both its forms: dist/atlas (an executable) and dist/atlas.mjs (for Node). Run by Bun. */
/// <reference types="bun" />
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { precompileTemplates } from './precompile.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

const templates: Bun.BunPlugin = {
  name: 'templates',
  setup(build) {
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => ({
      contents: precompileTemplates(await Bun.file(path).text()),
      loader: 'ts',
    }));
  },
};

/** Modules that the executable does without, for what they cost at start. */
const lean: Bun.BunPlugin = {
  name: 'lean',
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, () => ({ path: join(root, 'src/system/bunFetch.ts') }));
    // commander loads it for subcommands that are programs of their own, which this program has none of.
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'child_process', namespace: 'empty' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'module.exports = {};',
      loader: 'js',
    }));
  },
};

async function build(options: Omit<Bun.BuildConfig, 'entrypoints'>): Promise<void> {
  const result = await Bun.build({
    entrypoints: [join(root, 'bin/atlas.ts')],
    minify: true,
    format: 'esm',
    ...options,
  });
  if (!result.success) throw new AggregateError(result.logs, 'the build failed');
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await build({
  target: 'bun',
  plugins: [templates, lean],
  bytecode: true,
  compile: { outfile: join(dist, 'atlas'), autoloadDotenv: false, autoloadBunfig: false },
});
await build({ target: 'node', plugins: [templates], outdir: dist, naming: 'atlas.mjs' });
chmodSync(join(dist, 'atlas.mjs'), 0o755);
