/** Bundles the program, as an executable and for Node. Run by Bun. */
/// <reference types="bun" />
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leanForBun, leanForNode } from './lean.ts';
import { plainTypesModule } from './plainTypes.ts';
import { withProcCheck } from './procCheck.ts';
import { packagesOf } from './release/packages.ts';
import { templates } from './templates.ts';

const root = join(import.meta.dirname, '..');

/** The path of the module that renders help screens, from the project's folder. */
const SCREEN = 'src/help/screen.ts';

/** Replaces the module that renders help screens with the rendered screens, so that help does not load a template engine. */
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
          import { renderedScreens } from './renderedScreens.ts';
          export const helpText = (path) => renderedScreens[wordsOf(path)];`,
        loader: 'js',
      }));
      build.onLoad({ filter: /\/src\/help\/renderedScreens\.ts$/ }, () => ({
        contents: `export const renderedScreens = ${JSON.stringify(screens)};`,
        loader: 'js',
      }));
    },
  };
}

/** Fills in the types of responses: checking a valid one then loads no zod. */
const plainTypes: Bun.BunPlugin = {
  name: 'plainTypes',
  setup(build) {
    build.onLoad({ filter: /\/src\/api\/responses\/plainTypes\.ts$/ }, () => ({
      contents: plainTypesModule(),
      loader: 'js',
    }));
  },
};

/** @throws {Error} if the text output of a command uses a field that its schema does not have */
export async function checkOutputs(): Promise<void> {
  Bun.plugin(templates);
  const { program } = await import('../src/commands/index.ts');
  const { sampleOf } = await import('../src/help/sample.ts');
  const { allPaths } = await import('../src/cli/tree.ts');
  for (const path of allPaths(program)) await sampleOf(path.at(-1) ?? program);
}

/** The manual pages, by their file names. */
export async function manual(): Promise<ReadonlyMap<string, string>> {
  Bun.plugin(templates);
  const { program } = await import('../src/commands/index.ts');
  const { manualPages } = await import('../src/help/pages.ts');
  return manualPages(program);
}

/** Bundles, and returns the packages that the bundle contains code of. */
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

/** The runtime for another kind of machine: Bun's name of the machine, and the file. */
export interface Runtime {
  readonly target: Bun.Build.CompileTarget;
  readonly executablePath: string;
}

/** Which functions a create uses, so that their bytecode is together; see recordOrder.ts. */
export const BYTECODE_ORDER = join(import.meta.dirname, 'bytecode.order');

/**
 * Compiles the program into one executable.
 * @param entry the main module; by default, that of the program
 * @param plugins additional plugins
 * @param bytecodeOrder a recorded order; false for none
 * @returns the folders of the packages inside, relative to the project: `node_modules/commander`
 */
export async function compileExecutable(
  outfile: string,
  {
    entry,
    plugins = [],
    bytecodeOrder = BYTECODE_ORDER,
    ...runtime
  }: Partial<Runtime> & {
    readonly entry?: string;
    readonly plugins?: readonly Bun.BunPlugin[];
    readonly bytecodeOrder?: string | false;
  } = {},
): Promise<string[]> {
  const packages = await build({
    ...(entry !== undefined && { entrypoints: [entry] }),
    target: 'bun',
    plugins: [...plugins, leanForBun, await renderedHelp(), plainTypes, templates],
    bytecode: true,
    // Each dynamic import becomes a separate part. Without that, all built-in modules that any part imports would be
    // loaded at start.
    splitting: true,
    compile: {
      outfile,
      jitPolicy: 8,
      bytecodeOrder,
      autoloadDotenv: false,
      autoloadBunfig: false,
      ...runtime,
    },
  });
  const isForLinux = runtime.target?.startsWith('bun-linux-') ?? process.platform === 'linux';
  if (isForLinux) writeFileSync(outfile, withProcCheck(readFileSync(outfile)));
  return packages;
}

/** Escapes characters that are not ASCII: with them, the bundle is decoded more slowly, and V8 needs twice the memory. */
function escapeBeyondAscii(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.mjs')) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    writeFileSync(join(folder, name), text.replace(/[^\x00-\x7f]/g, escaped));
  }
}

/**
 * Bundles the program for Node: `atlas.mjs`, and its parts in the folder `parts`, so that a run loads only what it uses.
 * @param outdir an empty folder
 * @returns like compileExecutable
 */
export async function bundleForNode(outdir: string): Promise<string[]> {
  const packages = await build({
    target: 'node',
    plugins: [leanForNode, await renderedHelp(), plainTypes, templates],
    splitting: true,
    outdir,
    naming: { entry: 'atlas.mjs', chunk: 'parts/[hash].mjs' },
    // undici uses this path to hide itself in stack traces. Without this, it would be a path of the build machine.
    define: { __filename: '"undici"' },
  });
  escapeBeyondAscii(outdir);
  return packages;
}
