/** A System without a process: for running the whole program in a test. */

import type { HttpRequest, HttpResponse } from '../../src/http/types.ts';
import type { Bootstrap } from '../../src/system/bootstrap.ts';
import { hash } from '../../src/system/hash.ts';
import type { CommandEnd, Output, SignalName, System } from '../../src/system/system.ts';
import { decodeText } from '../../src/system/utf8.ts';
import { type FakeKeyring, openFakeKeyring } from './fakeKeyring.ts';
import type { Reply } from './replies.ts';

export interface FakeOptions {
  env?: Record<string, string>;
  /** Files that are there, by path; the mode is 0600 unless given. Bytes are for what may not be UTF-8. */
  files?: Record<string, string | Uint8Array | { text: string; mode: number }>;
  platform?: string;
  /** What stands on standard input. */
  stdin?: string | Uint8Array;
  /** Whether standard input is a terminal. */
  stdinIsTerminal?: boolean;
  /** Whether all three streams are a terminal, unless one of them is given otherwise. */
  terminal?: boolean;
  stdout?: Partial<Output>;
  stderr?: Partial<Output>;
  /** Reading these paths fails with this code. */
  unreadable?: Record<string, string>;
  /** Making any file fails with this code. */
  createFails?: string;
  /** Writing a file that was opened fails with this code. */
  writeFails?: string;
  /** Answers requests in order; one more than these fails the test. */
  replies?: readonly Reply[];
  /** Answers requests in place of replies. */
  fetch?: (url: string, request: HttpRequest) => Promise<HttpResponse>;
  /** Edits a file, given its text, and returns the new one; with the status that the editor ends with, unless 0. */
  edit?: (text: string, editor: string, system: FakeSystem) => string | { text: string; status: number };
  /** Runs commands of the user's; without it any command fails the test. */
  runCommand?: (command: string, input: string) => CommandEnd | Promise<CommandEnd>;
  /** Answers questions; without it any question fails the test. */
  confirm?: System['confirm'];
  /** Answers other questions; likewise. */
  ask?: System['ask'];
  /** The entries of the keyring; without it there is no keyring. */
  keyring?: FakeKeyring;
  /** Whether there is a browser; without it, opening one fails the test. */
  hasBrowser?: boolean;
}

export interface SentRequest extends Omit<HttpRequest, 'signal'> {
  readonly url: string;
}

export interface FakeSystem extends System {
  /** All requests that left, in order. */
  readonly requests: SentRequest[];
  /** Those among them that nobody had a reply for, as words. */
  readonly unexpected: string[];
  /** The spinners that were started, by their text, and whether each was stopped. */
  readonly spinners: { text: string; stopped: boolean }[];
  /** The pages that were opened in the browser. */
  readonly opened: string[];
  /** Whether somebody listens for signals. */
  listens(): boolean;
  /** What was written to each stream. */
  readonly written: { stdout: string; stderr: string };
  /** All files, those that the program made among them. */
  readonly disk: Map<string, { text: string; mode: number }>;
  /** The files outside the cache folder. */
  readonly saved: ReadonlyMap<string, { text: string; mode: number }>;
  /** Milliseconds that were slept. */
  readonly slept: number[];
  /** Lets a signal arrive. */
  signal(name: SignalName, number: number): void;
}

export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

export const systemError = (code: string) => Object.assign(new Error(code), { code });

/** Bytes that are not UTF-8 as one character each, so that a test can tell them. */
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
  /** What was put there as bytes, and not written since. */
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
    // The clock stands still, but for what is slept.
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
    // As a shell would: a quote that is not closed is the error that people make.
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

/** The host that a program is started with, for a system that is there already. */
export const bootstrapOf = (system: System): Bootstrap => ({
  runtime: 'test',
  checkArguments: async () => {},
  printText: (text) => system.stdout.write(text),
  loadSystem: async () => system,
});
