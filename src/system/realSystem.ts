/** The System of a real process. Modules that a run may not need are loaded on demand. */

import { exchange } from '../http/transport.ts';
import { files } from './files.ts';
import { hash } from './hash.ts';
import { strictEnvironment } from './invalidUtf8.ts';
import { randomHex } from './random.ts';
import { onSignal } from './signals.ts';
import { isTerminal, standardError, standardOutput, terminalStream } from './streams.ts';
import type { System } from './system.ts';

/** The System of this process. */
export function realSystem(): System {
  const env = strictEnvironment(process.env);
  return {
    env,
    platform: process.platform,
    stdin: {
      get isTerminal() {
        return isTerminal(0);
      },
      readText: async () => (await import('./standardInput.ts')).readStandardInput(),
    },
    stdout: standardOutput(),
    stderr: standardError(),
    files,
    hash,
    fetch: (url, request) => exchange(url, request, env),
    async openKeyring(options) {
      const { openKeyring } = await import('../keyring/open.ts');
      const isExecutable = process.versions['bun'] !== undefined;
      const userId = process.getuid?.() ?? 0;
      return openKeyring({ env, platform: process.platform, userId, isExecutable }, options);
    },
    now: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    randomHex,
    onSignal: (listener) => onSignal(process, process.platform, listener),
    exit: (code) => process.exit(code),
    async spin(text) {
      const { default: yoctoSpinner } = await import('yocto-spinner');
      return yoctoSpinner({ text, handleSignals: false, stream: terminalStream() }).start();
    },
    confirm: async (question, signal) => (await import('./prompts.ts')).confirm(question, signal),
    ask: async (question, signal) => (await import('./prompts.ts')).ask(question, signal),
    openBrowser: async (url) => (await import('./browser.ts')).openBrowser(url),
    edit: async (editor, path, end) => (await import('./editor.ts')).edit(editor, path, end),
    canParseCommand: async (command) => (await import('./shell.ts')).canParseCommand(command),
    runCommand: async (...given) => (await import('./shell.ts')).runCommand(...given),
  };
}
