/** How the program is bundled: as an executable, and for Node. Run by Bun. */
/// <reference types="bun" />
import { join } from 'node:path';
import { packagesOf } from './release/packages.ts';
import { templates } from './templates.ts';

const root = join(import.meta.dirname, '..');

/**
 * What commander gets in place of modules that it loads for subcommands that are programs of their own, which this
 * program has none of, and for events, to which nobody listens. The whole of them takes a start more than a millisecond;
 * a resolver is no way to replace them, because Bun resolves its own modules without asking.
 */
const REPLACED: Readonly<Record<string, string>> = {
  "require('node:events').EventEmitter":
    '(class { on() { return this; } emit() { return false; } listenerCount() { return 0; } })',
  "require('node:child_process')": '{}',
  "require('node:path')": '{}',
  "require('node:fs')": '{}',
  "require('node:process')": 'globalThis.process',
};

/** Replaces each of them, once. @throws when one is not there any more: a new commander must be looked at */
function withoutBuiltins(code: string): string {
  return Object.entries(REPLACED).reduce((text, [call, substitute]) => {
    const parts = text.split(call);
    if (parts.length !== 2) throw new Error(`commander has ${parts.length - 1} times: ${call}`);
    return parts.join(substitute);
  }, code);
}

/** Modules that the executable does without, for what they cost at start. */
const lean: Bun.BunPlugin = {
  name: 'lean',
  setup(build) {
    // Only Node asks for it: see src/http/transport.ts.
    build.onResolve({ filter: /^undici$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'module.exports = {};',
      loader: 'js',
    }));
    // Of commander, the class alone.
    build.onResolve({ filter: /^commander$/ }, () => ({
      path: join(root, 'node_modules/commander/lib/command.js'),
    }));
    build.onLoad({ filter: /\/commander\/lib\/command\.js$/ }, async ({ path }) => ({
      contents: withoutBuiltins(await Bun.file(path).text()),
      loader: 'js',
    }));
  },
};

/** The module that renders help screens, below the project's folder. */
const SCREEN = 'src/help/screen.ts';

/** Replaces the rendering of help screens by the rendered screens: showing one then loads no template engine. */
async function renderedHelp(): Promise<Bun.BunPlugin> {
  Bun.plugin(templates);
  const { program } = await import('../src/commands/index.ts');
  const { helpText } = await import(`../${SCREEN}`);
  const { allPaths, wordsOf } = await import('../src/cli/tree.ts');
  const screens = Object.fromEntries(allPaths(program).map((path) => [wordsOf(path), helpText(path)]));
  return {
    name: 'help',
    setup(build) {
      build.onLoad({ filter: new RegExp(`/${SCREEN}$`) }, () => ({
        contents: `
          import { wordsOf } from '../cli/tree.ts';
          const screens = ${JSON.stringify(screens)};
          export const helpText = (path) => screens[wordsOf(path)];`,
        loader: 'js',
      }));
    },
  };
}

/** @throws when a command's text output asks for a field that its schema does not have */
export async function checkOutputs(): Promise<void> {
  Bun.plugin(templates);
  const { program } = await import('../src/commands/index.ts');
  const { sampleOf } = await import('../src/help/sample.ts');
  const { allPaths } = await import('../src/cli/tree.ts');
  for (const path of allPaths(program)) await sampleOf(path.at(-1) ?? program);
}

/** Bundles, and names the packages that the bundle holds something of. */
async function build(options: Partial<Bun.BuildConfig>): Promise<string[]> {
  const result = await Bun.build({
    entrypoints: [join(root, 'bin/atlas.ts')],
    minify: true,
    format: 'esm',
    metafile: true,
    ...options,
  });
  if (!result.success) throw new AggregateError(result.logs, 'the build failed');
  return packagesOf(Object.keys(result.metafile?.inputs ?? {}));
}

/** A runtime other than the one that runs this: Bun's name for its kind of machine, and the file. */
export interface Runtime {
  readonly target: Bun.Build.CompileTarget;
  readonly executablePath: string;
}

/**
 * Compiles the program into one executable.
 * @param entry the module to begin with, instead of the program's own
 * @returns the folders of the packages inside, from the project's: `node_modules/commander`
 */
export async function compileExecutable(
  outfile: string,
  { entry, ...runtime }: Partial<Runtime> & { readonly entry?: string } = {},
): Promise<string[]> {
  return build({
    ...(entry !== undefined && { entrypoints: [entry] }),
    target: 'bun',
    plugins: [await renderedHelp(), templates, lean],
    bytecode: true,
    // Each dynamic import becomes a part of its own. In one piece, the built-in modules that any part imports
    // would all be loaded at start.
    splitting: true,
    compile: { outfile, jitPolicy: 8, autoloadDotenv: false, autoloadBunfig: false, ...runtime },
  });
}

/** Bundles the program for Node. @returns like compileExecutable */
export const bundleForNode = (outdir: string, naming: string): Promise<string[]> =>
  build({
    target: 'node',
    plugins: [templates],
    outdir,
    naming,
    // undici asks for it, to leave itself out of stack traces; otherwise it would be the path of this machine.
    define: { __filename: '"undici"' },
  });
