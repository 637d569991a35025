/** Build plugins that leave out what a start would pay for and the program does not use. */
/// <reference types="bun" />
import { join } from 'node:path';

/** Pieces of code, and what is put in their place. */
type Substitutes = Readonly<Record<string, string>>;

/**
 * What commander loads for subcommands that are programs of their own, of which there are none, for events, to which
 * nobody listens, and for what this program does by itself. The whole of it takes a start more than a millisecond; a resolver is no way to replace it, because
 * Bun resolves its own modules without asking.
 */
const COMMANDER: Substitutes = {
  "require('node:events').EventEmitter":
    '(class { on() { return this; } emit() { return false; } listenerCount() { return 0; } })',
  "require('node:child_process')": '{}',
  "require('node:path')": '{}',
  "require('node:fs')": '{}',
  "require('node:process')": 'globalThis.process',
  // Help, options and suggestions are this program's own.
  "require('./help.js')": '{}',
  "require('./option.js')": '{ DualOptions: class {} }',
  "require('./suggestSimilar')": '{}',
};

/** node:http takes Node 22 some 20 ms, because it loads the fetch that is built in. undici takes a limit and a class from it. */
const UNDICI_CLIENT: Substitutes = { "require('node:http')": '{ maxHeaderSize: 16384 }' };
const UNDICI_UTIL: Substitutes = { "require('node:http')": '{ IncomingMessage: class {} }' };

/**
 * V8 optimizes a function of WebAssembly after so many bytes have run through it. undici's parser of HTTP is one large
 * function, and a run ends long before its optimizing pays, which takes Node 20 90 ms, and the end of the process waits for
 * it. So the module gets a budget that no run uses up. Then V8's own figure counts again: with another one, Node could not use
 * the compiled code that it has of its own modules. V8 prints a complaint about a flag that it does not know, so versions
 * that have not been tried are left alone.
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

/** Replaces each piece, once. @throws when one is not there any more: a new version of the package must be looked at */
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

/** Of commander, the class alone. */
function leanCommander(build: Bun.PluginBuilder): void {
  build.onResolve({ filter: /^commander$/ }, () => ({
    path: join(import.meta.dirname, '../node_modules/commander/lib/command.js'),
  }));
  replaceIn(build, /\/commander\/lib\/command\.js$/, COMMANDER);
}

/** For the executable. */
export const leanForBun: Bun.BunPlugin = {
  name: 'leanForBun',
  setup(build) {
    // Only Node asks for it: see src/http/transport.ts.
    build.onLoad({ filter: /\/src\/http\/undiciClient\.ts$/ }, () => empty);
    leanCommander(build);
  },
};

/** For Node: of undici, neither HTTP/2 nor bodies that are forms. */
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
