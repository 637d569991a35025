/** A System without a process: for running the whole program in a test. */
import { hash } from '../../src/system/hash.ts';
import type { HttpRequest, HttpResponse, Output, SignalName, System } from '../../src/system/system.ts';

export interface FakeOptions {
  env?: Record<string, string>;
  /** Files that are there, by path; the mode is 0600 unless given. */
  files?: Record<string, string | { text: string; mode: number }>;
  platform?: string;
  /** Whether standard input is a terminal. */
  stdinIsTerminal?: boolean;
  stdout?: Partial<Output>;
  stderr?: Partial<Output>;
  /** Answers requests; without it any request fails the test. */
  fetch?: (url: string, request: HttpRequest) => Promise<HttpResponse>;
  /** Answers questions; without it any question fails the test. */
  confirm?: System['confirm'];
}

export interface FakeSystem extends System {
  /** What was written to each stream. */
  readonly written: { stdout: string; stderr: string };
  /** All files, those that the program made among them. */
  readonly disk: Map<string, { text: string; mode: number }>;
  /** Milliseconds that were slept. */
  readonly slept: number[];
  /** Lets a signal arrive. */
  signal(name: SignalName, number: number): void;
}

const systemError = (code: string) => Object.assign(new Error(code), { code });

export function fakeSystem(options: FakeOptions = {}): FakeSystem {
  const written = { stdout: '', stderr: '' };
  const disk = new Map(
    Object.entries(options.files ?? {}).map(([path, file]) => [
      path,
      typeof file === 'string' ? { text: file, mode: 0o600 } : file,
    ]),
  );
  const listeners = new Set<(name: SignalName, number: number) => void>();
  const slept: number[] = [];
  const stream = (name: 'stdout' | 'stderr'): Output => ({
    isTerminal: false,
    isClosed: () => false,
    write: async (text) => {
      written[name] += text;
    },
    ...options[name],
  });
  let random = 0;
  return {
    env: options.env ?? {},
    platform: options.platform ?? 'linux',
    runtime: 'test',
    stdin: { isTerminal: options.stdinIsTerminal ?? false },
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    files: {
      read(path) {
        const file = disk.get(path);
        if (!file) throw systemError('ENOENT');
        return file;
      },
      createPrivate(path, text) {
        if (disk.has(path)) throw systemError('EEXIST');
        disk.set(path, { text, mode: 0o600 });
      },
    },
    fetch:
      options.fetch ??
      ((url, { method }) => {
        throw new Error(`a request that no test expected: ${method} ${url}`);
      }),
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
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
    spin: async () => ({ stop() {} }),
    confirm:
      options.confirm ??
      ((question) => {
        throw new Error(`a question that no test expected: ${question}`);
      }),
    written,
    disk,
    slept,
    signal(name, number) {
      for (const listener of listeners) listener(name, number);
    },
  };
}
