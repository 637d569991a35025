/** A run remembers the Digest challenge, and the next run uses it. */
import { expect, test } from 'vitest';
import { chooseChallenge } from '../../../src/auth/digest/digest.ts';
import { KEYS, NEW_KEY, NEW_KEY_TEXT } from '../../support/fixtures.ts';
import {
  type FakeOptions,
  type FakeSystem,
  fakeSystem,
  systemError,
} from '../../support/inProcess/fakeSystem.ts';
import { type CommandRun, runOn } from '../../support/inProcess/runCommand.ts';
import { COMPLETE, withKeys } from '../../support/inProcess/runCreate.ts';
import {
  CHALLENGE,
  challenge,
  challenged,
  failure,
  jsonResponse,
  type ScriptedResponse,
} from '../../support/inProcess/scriptedResponses.ts';

const CREATE = ['orgs', 'apiKeys', 'create', ...COMPLETE];
const created = jsonResponse(NEW_KEY);
const CACHE = '/home/ada/.cache/atlascli/tokens/';

/** Runs a create on the files that an earlier one has left. */
async function next(
  earlier: CommandRun | undefined,
  responses: readonly ScriptedResponse[],
  change: (system: FakeSystem) => void = () => {},
  options: FakeOptions = {},
): Promise<CommandRun> {
  const files = Object.fromEntries(earlier?.system.disk ?? []);
  const system = fakeSystem(withKeys({ files, responses, ...options }));
  change(system);
  return runOn(system, CREATE);
}

const first = () => next(undefined, [challenge, created]);

const authorizations = ({ system }: CommandRun) =>
  system.requests.map(({ headers }) => headers['authorization']);

const cacheFiles = ({ system }: CommandRun) =>
  [...system.disk.keys()].filter((path) => path.startsWith(CACHE));

test('when a key was created, then the next create sends one request, with the next count', async () => {
  const second = await next(await first(), [created]);
  expect(second.stdout).toBe(NEW_KEY_TEXT);
  expect(authorizations(second)).toEqual([expect.stringMatching(/nonce="n1", nc=00000002,/)]);
  const third = await next(second, [created]);
  expect(authorizations(third)).toEqual([expect.stringMatching(/nonce="n1", nc=00000003,/)]);
});

test('when a challenge is saved, then it is in one private file that contains no part of the credentials', async () => {
  const run = await first();
  expect(cacheFiles(run)).toHaveLength(1);
  const [path = ''] = cacheFiles(run);
  const { text, mode } = run.system.disk.get(path) ?? { text: '', mode: 0 };
  expect(mode).toBe(0o600);
  expect(JSON.parse(text)).toEqual({
    challenge: chooseChallenge(CHALLENGE),
    count: 2,
    sinceMs: run.system.now(),
    proof: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  for (const field of Object.values(KEYS)) expect(path + text).not.toContain(field);
});

test.each([
  ['stale', challenged(CHALLENGE.replace('n1', 'n2').replace('false', 'true'))],
  ['unknown, and not called stale', challenged(CHALLENGE.replace('n1', 'n2'))],
  ['of another realm', challenged('Digest realm="other", nonce="n2", qop="auth"')],
  ['of another algorithm', challenged('Digest realm="r", nonce="n2", qop="auth", algorithm=SHA-256')],
])(
  'when the remembered nonce is %s, then the new challenge is used, with two requests in total',
  async (_, response) => {
    const second = await next(await first(), [response, created]);
    expect([second.status, second.stdout]).toEqual([0, NEW_KEY_TEXT]);
    expect(authorizations(second)[1]).toMatch(/nonce="n2", nc=00000001,/);
    const third = await next(second, [created]);
    expect(authorizations(third)[0]).toMatch(/nonce="n2", nc=00000002,/);
  },
);

test('when a remembered challenge is refused without a new one, then one is requested', async () => {
  const second = await next(await first(), [challenged(), challenge, created]);
  expect([second.status, second.stdout]).toEqual([0, NEW_KEY_TEXT]);
  expect(authorizations(second)[1]).toBeUndefined();
});

test('when the key is wrong, then there are two requests, with and without a remembered challenge', async () => {
  const second = await next(await first(), [challenge, challenge]);
  expect([second.status, second.system.requests.length]).toEqual([1, 2]);
});

test.each<[string, Record<string, string>]>([
  ['another host', { MONGODB_ATLAS_OPS_MANAGER_URL: 'https://other.example.com/' }],
  ['another public key', { MONGODB_ATLAS_PUBLIC_API_KEY: 'otherkey' }],
  ['a new private key', { MONGODB_ATLAS_PRIVATE_API_KEY: 'another-private-key' }],
])('when %s is used, then the challenge is not used', async (_, env) => {
  const second = await next(await first(), [challenge, created], undefined, { env });
  expect(authorizations(second)[0]).toBeUndefined();
});

test.each([
  ['five minutes have passed', 5 * 60_000],
  ['the clock was set back', -1],
])('when %s, then a new challenge is requested', async (_, elapsedMs) => {
  const second = await next(await first(), [challenge, created], (system) => {
    const now = system.now();
    system.now = () => now + elapsedMs;
  });
  expect(authorizations(second)[0]).toBeUndefined();
  expect(second.status).toBe(0);
});

/** Runs a create after the file's text was changed. */
async function afterChanging(change: (text: string, run: CommandRun) => string): Promise<CommandRun> {
  const run = await first();
  const [path = ''] = cacheFiles(run);
  const text = change(run.system.disk.get(path)?.text ?? '', run);
  run.system.disk.set(path, { text, mode: 0o600 });
  return next(run, [challenge, created]);
}

test.each<[string, (text: string) => string]>([
  ['is cut off', (text) => text.slice(0, -20)],
  ['is empty', () => ''],
  ['contains no object', () => '"Digest"'],
  ['has another nonce', (text) => text.replace('n1', 'n2')],
  ['has another count', (text) => text.replace('"count":2', '"count":3')],
  ['has a line end in the realm', (text) => text.replace('"realm":"', '"realm":"\\r\\nx: ')],
  ['has no proof', (text) => text.replace('proof', 'other')],
  ['has another proof', (text) => text.replace(/"proof":"./, '"proof":"x')],
])('when the file %s, then a challenge is requested', async (_, change) => {
  const second = await afterChanging(change);
  expect([second.status, second.stdout, second.stderr]).toEqual([0, NEW_KEY_TEXT, '']);
  expect(authorizations(second)[0]).toBeUndefined();
});

test('when the file of another host is in its place, then the challenge is not used', async () => {
  const env = { MONGODB_ATLAS_OPS_MANAGER_URL: 'https://other.example.com/' };
  const [run, other] = [await first(), await next(undefined, [challenge, created], undefined, { env })];
  const [[path = ''], [otherPath = '']] = [cacheFiles(run), cacheFiles(other)];
  expect(otherPath).not.toBe(path);
  run.system.disk.set(path, other.system.disk.get(otherPath) ?? { text: '', mode: 0o600 });
  expect(authorizations(await next(run, [challenge, created]))[0]).toBeUndefined();
});

test('when the challenge was used four billion times, then another one is requested', async () => {
  const [parsedChallenge, count] = [chooseChallenge(CHALLENGE), 0xffff_ffff];
  const second = await afterChanging((_, { system }) => {
    const sinceMs = system.now();
    const proof = system.hash(
      'sha256',
      JSON.stringify(['https://cloud.mongodb.com/', ...Object.values(KEYS), parsedChallenge, count, sinceMs]),
    );
    return JSON.stringify({ challenge: parsedChallenge, count, sinceMs, proof });
  });
  expect(authorizations(second)[0]).toBeUndefined();
});

test('when two runs begin at once, then none sends more requests than without a remembered challenge', async () => {
  const run = await first();
  const shared = fakeSystem(withKeys({ files: Object.fromEntries(run.system.disk), responses: [] }));
  const used = new Set<string>();
  let requests = 0;
  // Like Atlas, it accepts each count of a nonce once.
  shared.fetch = async (url, request) => {
    requests += 1;
    const [use] = request.headers['authorization']?.match(/nonce="\w+", nc=\w+/) ?? [];
    const isNew = use !== undefined && !used.has(use);
    if (use !== undefined) used.add(use);
    return (isNew ? created : challenged(CHALLENGE.replace('n1', `n${requests + 1}`)))(url, request);
  };
  await Promise.all([runOn(shared, CREATE), runOn(shared, CREATE)]);
  expect(shared.written.stdout).toBe(NEW_KEY_TEXT.repeat(2));
  expect(requests).toBeLessThanOrEqual(3);
});

test('when the connection is lost after a request with a remembered challenge, then it is not sent again', async () => {
  const lost = failure(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
  const second = await next(await first(), [lost, lost]);
  // The second request looks for the key.
  expect(second.system.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  expect(second.stderr).toContain('EOF');
  expect(authorizations(second)).toEqual([
    expect.stringContaining('nc=00000002'),
    expect.stringContaining('nc=00000003'),
  ]);
});

test.each([
  ['a session', 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5-sess'],
  ['no qop, and so no count', 'Digest realm="r", nonce="n"'],
])('when the challenge has %s, then it is not saved', async (_, header) => {
  expect(cacheFiles(await next(undefined, [challenged(header), created]))).toEqual([]);
});

test.each([
  [
    'cannot be written',
    (system: FakeSystem) => {
      system.files.createPrivate = () => {
        throw systemError('EROFS');
      };
    },
  ],
  [
    'is not named',
    (system: FakeSystem) => {
      Object.assign(system, { env: { ...system.env, HOME: undefined } });
    },
  ],
])(
  'when the cache folder %s, then the challenge is remembered during the run, and there is no message',
  async (_, change) => {
    const system = fakeSystem(withKeys({ responses: [challenge, created, jsonResponse({ results: [] })] }));
    change(system);
    const run = await runOn(system, [...CREATE, '--accessListIp', '192.0.2.1']);
    expect([run.status, run.stdout, run.stderr]).toEqual([0, NEW_KEY_TEXT, '']);
  },
);

test('when a command makes several calls, then one challenge is enough', async () => {
  const run = await runOn(
    fakeSystem(withKeys({ responses: [challenge, created, jsonResponse({ results: [] })] })),
    [...CREATE, '--accessListIp', '192.0.2.1'],
  );
  expect([run.status, run.stderr]).toEqual([0, '']);
  expect(authorizations(run).map((header) => header?.match(/nc=\d+/)?.[0])).toEqual([
    undefined,
    'nc=00000001',
    'nc=00000002',
  ]);
});
