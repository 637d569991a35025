/** Runs `atlas organizations apiKeys create` in-process. */
import { main } from '../../src/main.ts';
import { type FakeOptions, type FakeSystem, fakeSystem, hostOf } from './fakeSystem.ts';
import { challenge, jsonReply } from './replies.ts';

export const ORG = '5a1b39eec902201990f12345';
export const OTHER_ORG = '5b2c4af0d013312aa1023456';
/** The caller's own keys: the private one must never be printed. */
export const KEYS = {
  MONGODB_ATLAS_PUBLIC_API_KEY: 'kxqpbnyt',
  MONGODB_ATLAS_PRIVATE_API_KEY: 'canary-a2c1f6de-6a0c-4b2e-9d0d-2b54ef0f8a11',
};
export const HOME = { HOME: '/home/ada' };
export const CONFIG = '/home/ada/.config/atlascli/config.toml';
/** The new key, as the service answers it. */
export const NEW_KEY = {
  desc: 'ci',
  id: '65f1a2b3c4d5e6f708192a3b',
  links: [{ href: 'https://cloud.mongodb.com/x', rel: 'self' }],
  privateKey: '55c3bbb6-b4bb-4be1-8b66-e66d20841f3e',
  publicKey: 'zmmrboas',
  roles: [{ orgId: ORG, roleName: 'ORG_OWNER' }],
};
/** What the text format prints of it. */
export const NEW_KEY_TEXT = `API Key '${NEW_KEY.id}' created.
Public API Key ${NEW_KEY.publicKey}
Private API Key ${NEW_KEY.privateKey}
`;

/** Replies for a create that works. */
export const CREATED = [challenge, jsonReply(NEW_KEY)];

export interface Run {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly system: FakeSystem;
}

/** Runs the program on a system; a request that has no reply fails the test. */
export async function runOn(system: FakeSystem, argv: readonly string[]): Promise<Run> {
  const exit = await main(argv, hostOf(system));
  if (system.unexpected.length > 0)
    throw new Error(`requests that no test expected:\n${system.unexpected.join('\n')}`);
  const { stdout, stderr } = system.written;
  return { exit, stdout, stderr, system };
}

export const run = (argv: readonly string[], options: FakeOptions = {}): Promise<Run> =>
  runOn(fakeSystem(options), argv);

const WORDS = ['organizations', 'apiKeys', 'create'];
/** Everything that a create needs. */
export const COMPLETE = ['--role', 'ORG_OWNER', '--desc', 'ci', '--orgId', ORG];

/** A create with these flags alone. */
export const createWith = (flags: readonly string[], options: FakeOptions = {}): Promise<Run> =>
  run([...WORDS, ...flags], options);

/** The options of a create that has its credentials, with some of them replaced. */
export const withKeys = (options: FakeOptions = {}): FakeOptions => ({
  replies: CREATED,
  ...options,
  env: { ...HOME, ...KEYS, ...options.env },
});

/** A create that lacks nothing, with more flags behind; unless told otherwise it succeeds. */
export const create = (options: FakeOptions = {}, flags: readonly string[] = []): Promise<Run> =>
  createWith([...COMPLETE, ...flags], withKeys(options));
