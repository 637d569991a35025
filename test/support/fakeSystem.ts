/** A System without a process, to run the whole program in a test. */

import type { HttpRequest, HttpResponse } from '../../src/http/types.ts';
import type { Bootstrap } from '../../src/system/bootstrap.ts';
import { hash } from '../../src/system/hash.ts';
import type { CommandEnd, Output, SignalName, System } from '../../src/system/system.ts';
import { decodeText } from '../../src/system/utf8.ts';
import { type FakeKeyring, openFakeKeyring } from './fakeKeyring.ts';
import type { Reply } from './replies.ts';

export interface FakeOptions {
  env?: Record<string, string>;
  /** The files by path, with mode 0600 by default. Bytes are for text that is not UTF-8. */
  files?: Record<string, string | Uint8Array | { text: string; mode: number }>;
  platform?: string;
  /** The content of standard input. */
  stdin?: string | Uint8Array;
  /** Whether standard input is a terminal. */
  stdinIsTerminal?: boolean;
  /** Whether the streams are a terminal, unless another option says otherwise. */
  terminal?: boolean;
  stdout?: Partial<Output>;
  stderr?: Partial<Output>;
  /** Reading these paths fails with this code. */
  unreadable?: Record<string, string>;
  /** Creating any file fails with this code. */
  createFails?: string;
  /** Writing an opened file fails with this code. */
  writeFails?: string;
  /** The replies to requests, in order. A further request fails the test. */
  replies?: readonly Reply[];
  /** Answers requests instead of the replies. */
  fetch?: (url: string, request: HttpRequest) => Promise<HttpResponse>;
  /** The editor: gets the text of a file and returns the new one, and its exit status unless that is 0. */
  edit?: (text: string, editor: string, system: FakeSystem) => string | { text: string; status: number };
  /** Runs shell commands of the user. Without it, a command fails the test. */
  runCommand?: (command: string, input: string) => CommandEnd | Promise<CommandEnd>;
  /** Answers confirmations. Without it, a confirmation fails the test. */
  confirm?: System['confirm'];
  /** Answers other questions. Without it, a question fails the test. */
  ask?: System['ask'];
  /** The entries of the keyring. Without it, there is no keyring. */
  keyring?: FakeKeyring;
  /** Whether the browser can be opened. Without it, opening one fails the test. */
  hasBrowser?: boolean;
}

export interface SentRequest extends Omit<HttpRequest, 'signal'> {
  readonly url: string;
}

export interface FakeSystem extends System {
  /** All requests, in order. */
  readonly requests: SentRequest[];
  /** The requests without a reply, in words. */
  readonly unexpected: string[];
  /** The spinners that were started. */
  readonly spinners: { text: string; stopped: boolean }[];
  /** The pages that were opened in the browser. */
  readonly opened: string[];
  /** Whether there are listeners for signals. */
  listens(): boolean;
  /** What was written to each stream. */
  readonly written: { stdout: string; stderr: string };
  /** All files, including those that the program created. */
  readonly disk: Map<string, { text: string; mode: number }>;
  /** The files outside the cache folder. */
  readonly saved: ReadonlyMap<string, { text: string; mode: number }>;
  /** The durations of all sleeps, in milliseconds. */
  readonly slept: number[];
  /** Sends a signal. */
  signal(name: SignalName, number: number): void;
}

export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

export const systemError = (code: string) => Object.assign(new Error(code), { code });

/** Decodes bytes; those that are not UTF-8 as Latin-1, so that a test can compare them. */
const textOf = (content: string | Uint8Array): string => {
  if (typeof content === 'string') return content;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return Buffer.from(content).toString('latin1');
  }
};

export function fakeSystem(options: FakeOptions = {}): FakeSystem {
  const written = { stdout: '', stderr: '' };
  const disk = new Map(
    Object.entries(options.files ?? {}).map(([path, file]) => [
      path,
      typeof file === 'string'
        ? { text: file, mode: 0o600 }
        : file instanceof Uint8Array
          ? { text: new TextDecoder('latin1').decode(file), mode: 0o600 }
          : file,
    ]),
  );
  /** The files that were given as bytes and have not been overwritten. */
  const bytes = new Map(
    Object.entries(options.files ?? {}).flatMap(([path, file]) =>
      file instanceof Uint8Array ? [[disk.get(path), file] as const] : [],
    ),
  );
  const listeners = new Set<(name: SignalName, number: number) => void>();
  const slept: number[] = [];
  const requests: SentRequest[] = [];
  const unexpected: string[] = [];
  const opened: string[] = [];
  const spinners: { text: string; stopped: boolean }[] = [];
  const replies = [...(options.replies ?? [])];
  const answer: Reply = (url, request) => {
    const next = replies.shift();
    if (next) return next(url, request);
    unexpected.push(`${request.method} ${url}`);
    throw new Error(`a request that no test expected: ${request.method} ${url}`);
  };
  const stream = (name: 'stdout' | 'stderr'): Output => ({
    isTerminal: options.terminal ?? false,
    isClosed: async () => false,
    write: async (text) => {
      written[name] += typeof text === 'string' ? text : new TextDecoder().decode(text);
    },
    ...options[name],
  });
  let random = 0;
  return {
    env: options.env ?? {},
    platform: options.platform ?? 'linux',
    stdin: {
      isTerminal: options.stdinIsTerminal ?? options.terminal ?? false,
      readText: async () => {
        const { stdin = '' } = options;
        return typeof stdin === 'string' ? stdin : decodeText(stdin);
      },
    },
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    files: {
      read(path) {
        const code = options.unreadable?.[path];
        if (code) throw systemError(code);
        const file = disk.get(path);
        if (!file) throw systemError('ENOENT');
        const raw = bytes.get(file);
        return { ...file, ...(raw && { text: decodeText(raw) }), modifiedMs: NOW };
      },
      async readText(path) {
        return this.read(path).text;
      },
      async mode(path) {
        return this.read(path).mode;
      },
      async replaceVolatile(path, text) {
        disk.delete(path);
        this.createPrivate(path, text, 'volatile');
      },
      async rewriteVolatile(path, text) {
        await this.replaceVolatile(path, text);
      },
      createPrivate(path, content) {
        if (options.createFails) throw systemError(options.createFails);
        if (disk.has(path)) throw systemError('EEXIST');
        disk.set(path, { text: textOf(content), mode: 0o600 });
      },
      checkRegular() {},
      realPath: (path) => path,
      rename(from, to) {
        const file = disk.get(from);
        if (!file) throw systemError('ENOENT');
        disk.set(to, file);
        disk.delete(from);
      },
      remove: (path) => disk.delete(path),
      removeFolder(path) {
        for (const name of [...disk.keys()]) if (name.startsWith(`${path}/`)) disk.delete(name);
      },
      touch() {},
      copyOwner() {},
      syncFolder() {},
      openPrivate(path) {
        this.createPrivate(path, '');
        return {
          writeAndClose: (content) => {
            if (options.writeFails) throw systemError(options.writeFails);
            disk.set(path, { text: textOf(content), mode: 0o600 });
          },
          remove: () => disk.delete(path),
        };
      },
    },
    openKeyring: (given) => openFakeKeyring(options.keyring, given),
    async fetch(url, request) {
      const { signal: _, ...sent } = request;
      requests.push({ url, ...sent });
      return (options.fetch ?? answer)(url, request);
    },
    // The clock advances only by sleeping.
    now: () => NOW + slept.reduce((sum, ms) => sum + ms, 0),
    sleep: async (ms) => {
      slept.push(ms);
    },
    randomHex: (bytes) => (++random).toString(16).padStart(bytes * 2, '0'),
    hash,
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit(code) {
      throw new Error(`the program called exit(${code})`);
    },
    async spin(text) {
      const spinner = { text, stopped: false };
      spinners.push(spinner);
      return {
        stop() {
          spinner.stopped = true;
        },
      };
    },
    requests,
    unexpected,
    spinners,
    listens: () => listeners.size > 0,
    async edit(editor, path) {
      if (!options.edit) throw new Error(`an editor that no test expected: ${editor}`);
      const file = disk.get(path);
      if (!file) throw systemError('ENOENT');
      const result = options.edit(file.text, editor, this as FakeSystem);
      const { text, status } = typeof result === 'string' ? { text: result, status: 0 } : result;
      disk.set(path, { ...file, text });
      return status;
    },
    // Like a shell, refuses an unclosed quote, the most common mistake.
    canParseCommand: async (command) => (command.match(/"/g) ?? []).length % 2 === 0,
    async runCommand(command, input) {
      if (!options.runCommand) throw new Error(`a command that no test expected: ${command}`);
      return options.runCommand(command, input);
    },
    confirm:
      options.confirm ??
      ((question) => {
        throw new Error(`a question that no test expected: ${question}`);
      }),
    ask:
      options.ask ??
      (({ message }) => {
        throw new Error(`a question that no test expected: ${message}`);
      }),
    async openBrowser(url) {
      if (options.hasBrowser === undefined) throw new Error(`a browser that no test expected: ${url}`);
      opened.push(url);
      return options.hasBrowser;
    },
    opened,
    written,
    disk,
    get saved() {
      return new Map([...disk].filter(([path]) => !path.includes('/.cache/')));
    },
    slept,
    signal(name, number) {
      for (const listener of listeners) listener(name, number);
    },
  };
}

/** The Bootstrap that loads this System. */
export const bootstrapOf = (system: System): Bootstrap => ({
  runtime: 'test',
  checkArguments: async () => {},
  printText: (text) => system.stdout.write(text),
  loadSystem: async () => system,
});
