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

/** For both builds. */
export const lean: Bun.BunPlugin = { name: 'lean', setup: leanCommander };
