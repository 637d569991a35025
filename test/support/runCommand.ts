/** Runs a command line in this process, on a System that the test makes. Programs are run by programTest.ts. */
import { main } from '../../src/main.ts';
import type { SignalName } from '../../src/system/system.ts';
import {
  bootstrapOf,
  type FakeOptions,
  type FakeSystem,
  fakeSystem,
  type SentRequest,
} from './fakeSystem.ts';
import { HOME, KEYS, ORG_ID, PROJECT_ID } from './fixtures.ts';
import { type Answers, answering, isUnauthorized, nameOf } from './replies.ts';

export interface CommandRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The authorized requests by method and address, in order: `GET api/atlas/v2/orgs`; query included. */
  readonly requests: readonly string[];
  /** The JSON bodies of those that had one. */
  readonly bodies: readonly unknown[];
  readonly headers: readonly SentRequest['headers'][];
  /** See FakeSystem. */
  readonly disk: FakeSystem['saved'];
  readonly system: FakeSystem;
}

/** Runs it on a system; a request that the system has no reply for fails the test. */
export async function runOn(system: FakeSystem, argv: readonly string[]): Promise<CommandRun> {
  const status = await main(argv, bootstrapOf(system));
  if (system.unexpected.length > 0)
    throw new Error(`requests that no test expected:\n${system.unexpected.join('\n')}`);
  const { stdout, stderr } = system.written;
  const sent = system.requests.filter((request) => !isUnauthorized(request));
  return {
    status,
    stdout,
    stderr,
    requests: sent.map(nameOf),
    get bodies() {
      return sent.flatMap(({ body }) => (body === undefined ? [] : [JSON.parse(body)]));
    },
    headers: sent.map(({ headers }) => headers),
    disk: system.saved,
    system,
  };
}

/** Runs it with nothing but what the options give: no credentials, no home. */
export const run = (argv: readonly string[], options: FakeOptions = {}): Promise<CommandRun> =>
  runOn(fakeSystem(options), argv);

/** Beside those of a fake system. */
export interface CallerOptions extends Omit<FakeOptions, 'replies' | 'fetch'> {
  /** Answers to authorized requests, by the names that the requests have in a CommandRun. */
  readonly answers?: Answers;
}

/** What a caller has who lacks nothing. */
const CALLER = { ...HOME, ...KEYS, MONGODB_ATLAS_ORG_ID: ORG_ID, MONGODB_ATLAS_PROJECT_ID: PROJECT_ID };

/** Begins a run with credentials, home, organization and project, for a test that does something meanwhile. */
export function startAsCaller(
  argv: readonly string[],
  { answers = {}, env, ...options }: CallerOptions = {},
): { done: Promise<CommandRun>; signal(name: SignalName, number: number): void } {
  const system = fakeSystem({ ...options, env: { ...CALLER, ...env }, fetch: answering(answers) });
  return { done: runOn(system, argv), signal: system.signal };
}

/** Runs it with credentials, home, organization and project. */
export const runAsCaller = (argv: readonly string[], options: CallerOptions = {}): Promise<CommandRun> =>
  startAsCaller(argv, options).done;
