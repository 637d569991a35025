/** Runs a command line in this process, with a fake System. For tests of the builds, see programTest.ts. */
import { main } from '../../../src/main.ts';
import type { SignalName } from '../../../src/system/system.ts';
import { HOME, KEYS, ORG_ID, PROJECT_ID } from '../fixtures.ts';
import {
  bootstrapOf,
  type FakeOptions,
  type FakeSystem,
  fakeSystem,
  type SentRequest,
} from './fakeSystem.ts';
import { isUnauthorized, nameOf, type ResponsesByRequest, respondWith } from './scriptedResponses.ts';

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

/** Runs it with a System. A request without a response fails the test. */
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

/** Runs it with only what the options contain: no credentials, no home. */
export const run = (argv: readonly string[], options: FakeOptions = {}): Promise<CommandRun> =>
  runOn(fakeSystem(options), argv);

/** The options of a run with credentials. */
export interface CallerOptions extends Omit<FakeOptions, 'responses' | 'fetch'> {
  /** ResponsesByRequest to authorized requests, by the names that the requests have in a CommandRun. */
  readonly responses?: ResponsesByRequest;
}

/** The environment of a caller with all settings. */
const CALLER = { ...HOME, ...KEYS, MONGODB_ATLAS_ORG_ID: ORG_ID, MONGODB_ATLAS_PROJECT_ID: PROJECT_ID };

/** Starts a run with credentials, home, organization and project, for tests that do something during the run. */
export function startAsCaller(
  argv: readonly string[],
  { responses = {}, env, ...options }: CallerOptions = {},
): { done: Promise<CommandRun>; signal(name: SignalName, number: number): void } {
  const system = fakeSystem({ ...options, env: { ...CALLER, ...env }, fetch: respondWith(responses) });
  return { done: runOn(system, argv), signal: system.signal };
}

/** Runs it with credentials, home, organization and project. */
export const runAsCaller = (argv: readonly string[], options: CallerOptions = {}): Promise<CommandRun> =>
  startAsCaller(argv, options).done;
