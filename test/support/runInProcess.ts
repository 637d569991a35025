/** Runs the whole program in this process, against answers that the test scripts. */

import type { HttpRequest, HttpResponse } from '../../src/http/types.ts';
import { main } from '../../src/main.ts';
import type { SignalName, System } from '../../src/system/system.ts';
import { type FakeOptions, fakeSystem, hostOf } from './fakeSystem.ts';
import { challenge } from './replies.ts';

export interface Answer {
  status?: number;
  json?: unknown;
  /** The body where it is not JSON. */
  text?: string;
  /** The media type; JSON unless given. */
  type?: string;
}

type Script = Readonly<Record<string, Answer | ((request: HttpRequest) => Answer | Promise<Answer>)>>;

export interface RunOptions {
  /** Answers by method and address: `GET api/atlas/v2/orgs`; query included. */
  answers?: Script;
  env?: Record<string, string>;
  /** Whether all three streams are a terminal. */
  terminal?: boolean;
  confirm?: System['confirm'];
  files?: FakeOptions['files'];
  stdin?: string;
  edit?: FakeOptions['edit'];
  stdout?: Partial<System['stdout']>;
}

export interface RunResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** What was asked for, in order, like the keys of `answers`. */
  requests: string[];
  /** The JSON bodies of the requests that had one, in order. */
  bodies: unknown[];
  headers: Record<string, string>[];
  disk: ReadonlyMap<string, { text: string; mode: number }>;
  signal(name: SignalName, number: number): void;
}

export const ORG_ID = '5a1b39eec902201990f12345';
export const PROJECT_ID = '5e1234c17a3e5a48f5497de3';
const HOST = 'https://cloud.mongodb.com/';

const ENVIRONMENT = {
  HOME: '/home/me',
  MONGODB_ATLAS_PUBLIC_API_KEY: 'kxqpbnyt',
  MONGODB_ATLAS_PRIVATE_API_KEY: 'private',
  MONGODB_ATLAS_ORG_ID: ORG_ID,
  MONGODB_ATLAS_PROJECT_ID: PROJECT_ID,
};

/** Begins the run, for a test that does something meanwhile; `done` is its result. */
export function start(argv: readonly string[], options: RunOptions = {}) {
  const requests: string[] = [];
  const bodies: unknown[] = [];
  const headers: Record<string, string>[] = [];
  const { answers = {}, terminal = false, confirm, env, files, stdin, edit } = options;
  const fetch = async (url: string, request: HttpRequest): Promise<HttpResponse> => {
    // Atlas answers nobody without credentials; that exchange is not a test's affair.
    if (
      request.headers['authorization'] === undefined &&
      url.startsWith(`${HOST}api/`) &&
      !url.includes('/unauth/')
    )
      return challenge(url, request);
    const key = `${request.method} ${url.replace(HOST, '')}`;
    requests.push(key);
    headers.push(request.headers);
    if (request.body !== undefined) bodies.push(JSON.parse(request.body));
    const scripted = answers[key];
    if (!scripted) throw new Error(`a request that no test expected: ${key}`);
    const {
      status = 200,
      json,
      text,
      type = 'application/json',
    } = typeof scripted === 'function' ? await scripted(request) : scripted;
    const body = text ?? (json === undefined ? null : JSON.stringify(json));
    return new Response(status === 204 ? null : body, {
      status,
      headers: { 'content-type': type },
    });
  };
  const system = fakeSystem({
    env: { ...ENVIRONMENT, ...env },
    stdinIsTerminal: terminal,
    stdout: { isTerminal: terminal, ...options.stdout },
    stderr: { isTerminal: terminal },
    fetch,
    ...(confirm && { confirm }),
    ...(files && { files }),
    ...(stdin !== undefined && { stdin }),
    ...(edit && { edit }),
  });
  const done = main(argv, hostOf(system)).then(
    (exitCode): RunResult => ({
      exitCode,
      ...system.written,
      requests,
      bodies,
      headers,
      disk: system.saved,
      signal: system.signal,
    }),
  );
  return { done, signal: system.signal };
}

export const run = (argv: readonly string[], options: RunOptions = {}): Promise<RunResult> =>
  start(argv, options).done;
