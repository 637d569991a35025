/** Build plugins that remove code of packages that the program does not use, but that would be loaded at start. */
/// <reference types="bun" />
import { join } from 'node:path';

/** Pieces of code and their replacements. */
type Substitutes = Readonly<Record<string, string>>;

/**
 * The imports of commander for executable subcommands and events, which the program does not use, and for help and options,
 * which it implements itself. Together they would take more than a millisecond at start. A resolver plugin cannot replace
 * them, because Bun does not call it for built-in modules.
 */
const COMMANDER: Substitutes = {
  "require('node:events').EventEmitter":
    '(class { on() { return this; } emit() { return false; } listenerCount() { return 0; } })',
  "require('node:child_process')": '{}',
  "require('node:path')": '{}',
  "require('node:fs')": '{}',
  "require('node:process')": 'globalThis.process',
  // The program has its own help, options and suggestions.
  "require('./help.js')": '{}',
  "require('./option.js')": '{ DualOptions: class {} }',
  "require('./suggestSimilar')": '{}',
};

/** node:http takes Node 22 about 20 ms, because it loads the built-in fetch. undici only uses a limit and a class of it. */
const UNDICI_CLIENT: Substitutes = { "require('node:http')": '{ maxHeaderSize: 16384 }' };
const UNDICI_UTIL: Substitutes = { "require('node:http')": '{ IncomingMessage: class {} }' };

/**
 * V8 optimizes a WebAssembly function when it has used up its tiering budget. undici's HTTP parser is one large function, whose
 * optimization takes Node 20 90 ms, delays the end of the process, and never pays off in a short run. So the module is
 * compiled with a budget that no run uses up. Afterwards V8's default is restored, because with another value Node could not
 * use the code cache of its own modules. V8 prints an error for unknown flags, so this applies only to tested versions.
 */
const COMPILE_FOR_ONE_RUN = `((bytes) => {
  const { setFlagsFromString } = require('node:v8');
  const setBudget = (bytes) => setFlagsFromString('--wasm-tiering-budget=' + bytes);
  const usual = { 20: 1800000, 22: 13000000, 24: 13000000 }[process.versions.node.split('.')[0]];
  if (usual) setBudget(2000000000);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    if (usual) setBudget(usual);
  }
})`;
const SIMD_PARSER = "(require('../llhttp/llhttp_simd-wasm.js'))";
const UNDICI_CLIENT_H1: Substitutes = {
  [`new WebAssembly.Module${SIMD_PARSER}`]: COMPILE_FOR_ONE_RUN + SIMD_PARSER,
};

const empty: Bun.OnLoadResult = { contents: 'module.exports = {};', loader: 'js' };

/** Replaces each piece once. @throws {Error} if one is missing: then check the new version of the package */
function replaceIn(build: Bun.PluginBuilder, file: RegExp, substitutes: Substitutes): void {
  build.onLoad({ filter: file }, async ({ path }) => {
    const text = await Bun.file(path).text();
    const contents = Object.entries(substitutes).reduce((code, [piece, substitute]) => {
      const parts = code.split(piece);
      if (parts.length !== 2) throw new Error(`${path} has ${parts.length - 1} times: ${piece}`);
      return parts.join(substitute);
    }, text);
    return { contents, loader: 'js' };
  });
}

/** Reduces commander to its class. */
function leanCommander(build: Bun.PluginBuilder): void {
  build.onResolve({ filter: /^commander$/ }, () => ({
    path: join(import.meta.dirname, '../node_modules/commander/lib/command.js'),
  }));
  replaceIn(build, /\/commander\/lib\/command\.js$/, COMMANDER);
}

/** The plugin for the executable. */
export const leanForBun: Bun.BunPlugin = {
  name: 'leanForBun',
  setup(build) {
    // Only Node uses it: see src/http/transport.ts.
    build.onLoad({ filter: /\/src\/http\/clients\/undiciClient\.ts$/ }, () => empty);
    leanCommander(build);
  },
};

/** The plugin for Node. Removes HTTP/2 and form bodies from undici. */
export const leanForNode: Bun.BunPlugin = {
  name: 'leanForNode',
  setup(build) {
    leanCommander(build);
    build.onLoad({ filter: /\/undici\/lib\/(dispatcher\/client-h2|web\/fetch\/body)\.js$/ }, () => empty);
    replaceIn(build, /\/undici\/lib\/dispatcher\/client\.js$/, UNDICI_CLIENT);
    replaceIn(build, /\/undici\/lib\/dispatcher\/client-h1\.js$/, UNDICI_CLIENT_H1);
    replaceIn(build, /\/undici\/lib\/core\/util\.js$/, UNDICI_UTIL);
  },
};
