/** Service accounts: requesting and caching tokens, and errors. */
import { describe, expect, test } from 'vitest';
import { CLIENT_ID, CONFIG, HOME, NEW_KEY, NEW_KEY_TEXT } from '../../support/fixtures.ts';
import {
  CLIENT_SECRET,
  SERVICE_ACCOUNT,
  token,
  withServiceAccount,
} from '../../support/inProcess/accounts.ts';
import { type FakeOptions, type FakeSystem, fakeSystem, NOW } from '../../support/inProcess/fakeSystem.ts';
import { type CommandRun, runOn } from '../../support/inProcess/runCommand.ts';
import { COMPLETE, createWith } from '../../support/inProcess/runCreate.ts';
import {
  challenged,
  failure,
  httpResponse,
  jsonResponse,
  notDelivered,
  type ScriptedResponse,
} from '../../support/inProcess/scriptedResponses.ts';

const TOKEN_URL = 'https://cloud.mongodb.com/api/oauth/token';
const created = jsonResponse(NEW_KEY);
const unauthorized = jsonResponse({ errorCode: 'UNAUTHORIZED' }, 401);

const create = (options: FakeOptions): Promise<CommandRun> =>
  createWith(COMPLETE, { env: withServiceAccount, ...options });

/** The files of a run, for a later one. */
const filesOf = ({ system }: CommandRun) => Object.fromEntries(system.disk);

const cacheFile = (run: CommandRun) => {
  const [entry, ...others] = [...run.system.disk];
  expect(others).toEqual([]);
  return { path: entry?.[0] ?? '', ...entry?.[1] };
};

const authorizations = ({ system }: CommandRun) =>
  system.requests.map(({ headers }) => headers['authorization']);

describe('the request', () => {
  test('when there is no token, then one is requested by HTTP Basic, and used', async () => {
    const { status, stdout, stderr, system } = await create({ responses: [token('t1'), created] });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: NEW_KEY_TEXT, stderr: '' });
    const [asked, call] = system.requests;
    expect(asked).toMatchObject({
      url: TOKEN_URL,
      method: 'POST',
      body: 'grant_type=client_credentials',
      headers: {
        authorization: `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect(asked?.headers).not.toHaveProperty('accept');
    expect(call?.headers['authorization']).toBe('Bearer t1');
  });

  test('when ID and secret contain a colon, then they are encoded as RFC 6749 says', async () => {
    const env = { ...HOME, MONGODB_ATLAS_CLIENT_ID: 'a:b+c', MONGODB_ATLAS_CLIENT_SECRET: 'ä&=' };
    const run = await create({ env, responses: [token('t1'), created] });
    expect(authorizations(run)[0]).toBe(`Basic ${btoa('a%3Ab%2Bc:%C3%A4%26%3D')}`);
  });

  test('when the service is cloudgov, then the token is requested from its host', async () => {
    const env = { ...withServiceAccount, MONGODB_ATLAS_SERVICE: 'cloudgov' };
    const { system } = await create({ env, responses: [token('t1'), created] });
    expect(system.requests[0]?.url).toBe('https://cloud.mongodbgov.com/api/oauth/token');
  });

  test('when there are too many requests, then it waits as long as Retry-After says', async () => {
    const slow = jsonResponse({}, 429, { 'retry-after': '7' });
    const { status, system } = await create({ responses: [slow, slow, token('t1'), created] });
    expect({ status, slept: system.slept }).toEqual({ status: 0, slept: [7000, 7000] });
  });

  test('when there are always too many requests, then it gives up after some waits', async () => {
    const slow = jsonResponse({}, 429, { 'retry-after': '0' });
    const { status, stderr, system } = await create({ responses: Array.from({ length: 20 }, () => slow) });
    expect({ status, requests: system.requests.length }).toEqual({ status: 1, requests: 3 });
    expect(stderr).toMatch(/^Error: .*\n.*try again/);
  });

  test.each([
    [503, '1'],
    [429, '-1'],
    [429, 'soon'],
    [429, '3600'],
  ])(
    'when the status is %i with a Retry-After of %s, then it gives up at once',
    async (tokenStatus, wait) => {
      const { status, system } = await create({
        responses: [jsonResponse({}, tokenStatus, { 'retry-after': wait })],
      });
      expect({ status, slept: system.slept }).toEqual({ status: 1, slept: [] });
    },
  );
});

describe('the cache', () => {
  test('when a token is received, then it is saved in a private file that contains neither ID nor secret', async () => {
    const { path, text, mode } = cacheFile(await create({ responses: [token('t1'), created] }));
    expect(path).toMatch(/^\/home\/ada\/\.cache\/atlascli\/tokens\/[0-9a-f]{32}\.json$/);
    expect(mode).toBe(0o600);
    expect(JSON.parse(text ?? '')).toEqual({
      token: 't1',
      endsAt: NOW + 3_600_000,
      madeOf: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('when another run follows, then it requests no token', async () => {
    const first = await create({ responses: [token('t1'), created] });
    const second = await create({ files: filesOf(first), responses: [created] });
    expect(authorizations(second)).toEqual(['Bearer t1']);
  });

  test.each<[string, FakeOptions['env'], number]>([
    ['the secret has changed', { ...withServiceAccount, MONGODB_ATLAS_CLIENT_SECRET: 'other' }, 1],
    ['it is of another account', { ...withServiceAccount, MONGODB_ATLAS_CLIENT_ID: 'other' }, 2],
    ['another host is asked', { ...withServiceAccount, MONGODB_ATLAS_SERVICE: 'cloudgov' }, 2],
  ])('when %s, then the saved token is not used', async (_, env, files) => {
    const first = await create({ responses: [token('t1'), created] });
    const second = await create({
      ...(env && { env }),
      files: filesOf(first),
      responses: [token('t2'), created],
    });
    expect(authorizations(second)[1]).toBe('Bearer t2');
    expect(second.system.disk.size).toBe(files);
  });

  test.each([
    [60, true],
    [61, false],
  ])('when the saved token expires in %i s, then another one is requested: %s', async (seconds, isAsked) => {
    const first = await create({ responses: [token('t1', seconds), created] });
    const second = await create({
      files: filesOf(first),
      responses: isAsked ? [token('t2'), created] : [created],
    });
    expect(authorizations(second).at(-1)).toBe(isAsked ? 'Bearer t2' : 'Bearer t1');
  });

  test.each<[string, (text: string) => string | Uint8Array | { text: string; mode: number }]>([
    ['others can read', (text) => ({ text, mode: 0o644 })],
    ['others can write', (text) => ({ text, mode: 0o620 })],
    ['is cut off', (text) => text.slice(0, -5)],
    ['is empty', () => ''],
    ['is not UTF-8', (text) => Buffer.from(text.replace('{', '{"\xe9":1,'), 'latin1')],
    ['holds null', () => 'null'],
    ['has a line end in its token', (text) => text.replace('"t1"', '"t1\\nx: y"')],
    ['has no end', (text) => text.replace(/"endsAt":\d+/, '"endsAt":null')],
    ['ends in the year 3000', (text) => text.replace(/"endsAt":\d+/, '"endsAt":32503680000000')],
  ])('when its file %s, then it is not used', async (_, spoil) => {
    const { path, text } = cacheFile(await create({ responses: [token('t1'), created] }));
    const second = await create({
      files: { [path]: spoil(text ?? '') },
      responses: [token('t2'), created],
    });
    expect(authorizations(second)[1]).toBe('Bearer t2');
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a negative number', -5],
    ['a word', 'soon'],
  ])('when its lifetime is %s, then the token is used for this run', async (_, life) => {
    const first = await create({ responses: [token('t1', life), created] });
    expect(authorizations(first)[1]).toBe('Bearer t1');
    const second = await create({ files: filesOf(first), responses: [token('t2'), created] });
    expect(authorizations(second)[1]).toBe('Bearer t2');
  });

  test.each<[string, FakeOptions]>([
    ['no cache folder', { env: SERVICE_ACCOUNT }],
    ['one that is relative', { env: { ...SERVICE_ACCOUNT, XDG_CACHE_HOME: 'cache' } }],
    ['one that cannot be written to', { createFails: 'EACCES' }],
    ['a full disk', { createFails: 'ENOSPC' }],
  ])('when there is %s, then it works without a cache, and there is no message', async (_, options) => {
    const { status, stderr, system } = await create({ ...options, responses: [token('t1'), created] });
    expect({ status, stderr, files: system.disk.size }).toEqual({ status: 0, stderr: '', files: 0 });
  });
});

describe('a refused token', () => {
  const keep = async () => filesOf(await create({ responses: [token('t1'), created] }));

  test('when the refused token was saved by an earlier run, then another one is requested, used and saved', async () => {
    const run = await create({ files: await keep(), responses: [unauthorized, token('t2'), created] });
    expect(run).toMatchObject({ status: 0, stdout: NEW_KEY_TEXT, stderr: '' });
    expect(authorizations(run)).toEqual(['Bearer t1', expect.stringMatching(/^Basic /), 'Bearer t2']);
    expect(cacheFile(run).text).toContain('"t2"');
  });

  test('when the other one is refused too, then it gives up', async () => {
    const { status, stderr, system } = await create({
      files: await keep(),
      responses: [unauthorized, token('t2'), unauthorized],
    });
    expect({ status, count: system.requests.length }).toEqual({ status: 1, count: 3 });
    expect(stderr).toContain(
      'Atlas refused the token of the service account, whose client_id came from MONGODB_ATLAS_CLIENT_ID',
    );
  });

  test('when the refused token is new, then no other one is requested', async () => {
    const { status, system } = await create({ responses: [token('t1'), unauthorized] });
    expect({ status, count: system.requests.length }).toEqual({ status: 1, count: 2 });
  });

  test('when another process has replaced it in the meantime, then that one is used', async () => {
    const files = await keep();
    const system = fakeSystem({ env: withServiceAccount, files });
    const [path = ''] = [...system.disk.keys()];
    const replaced: ScriptedResponse = (url, request) => {
      const { text = '' } = system.disk.get(path) ?? {};
      system.disk.set(path, { text: text.replace('"t1"', '"t2"'), mode: 0o600 });
      return unauthorized(url, request);
    };
    const responses = [replaced, created];
    system.fetch = async (url, { signal: _, ...request }) => {
      system.requests.push({ url, ...request });
      return (responses.shift() as ScriptedResponse)(url, {
        signal: new AbortController().signal,
        ...request,
      });
    };
    const { runOn } = await import('../../support/inProcess/runCommand.ts');
    const run = await runOn(system, ['organizations', 'apiKeys', 'create', ...COMPLETE]);
    expect(run.status).toBe(0);
    expect(authorizations(run)).toEqual(['Bearer t1', 'Bearer t2']);
  });

  test('when there is no other token, then nothing is created, and the refused one is not kept', async () => {
    const run = await create({ files: await keep(), responses: [unauthorized, jsonResponse({}, 500)] });
    expect(run.stderr).toBe(
      'Error: cannot get a token for the service account: cloud.mongodb.com answered HTTP 500\nTry again later. No API key was created.\n',
    );
    expect(run.system.disk.size).toBe(0);
  });
});

describe('an endpoint that gives no token', () => {
  const WRONG =
    'Check the service account, whose client_id came from MONGODB_ATLAS_CLIENT_ID: the client ID or the secret is wrong, or the secret has expired.';
  const NOT_ATLAS = 'The response is not from Atlas. Check ops_manager_url and the proxies in between.';
  const json = { 'content-type': 'application/json' };

  test.each<[string, ScriptedResponse, string, string]>([
    [
      '401 and OAuth’s code',
      jsonResponse({ error: 'invalid_client', error_description: 'x' }, 401),
      'HTTP 401 (invalid_client)',
      WRONG,
    ],
    ['400 and Atlas’s code', jsonResponse({ error: 400, errorCode: 'BAD' }, 400), 'HTTP 400 (BAD)', WRONG],
    ['a challenge', challenged('Basic realm="x"'), 'HTTP 401 Unauthorized (UNAUTHORIZED)', WRONG],
    ['the secret as its code', jsonResponse({ error: CLIENT_SECRET }, 401), 'HTTP 401', WRONG],
    ['a code with control characters', jsonResponse({ error: 'a\u001b[2Jb' }, 401), 'HTTP 401', WRONG],
    [
      'a long wait',
      jsonResponse({}, 429, { 'retry-after': '90' }),
      'HTTP 429',
      'Too many tokens were requested: try again in 90 s.',
    ],
    [
      'a redirect',
      httpResponse(307, null, { location: 'https://evil.example/' }),
      'HTTP 307',
      'Credentials are not sent to the target of a redirect. Check ops_manager_url.',
    ],
    ['a gateway’s page', httpResponse(502, '<html>'), 'HTTP 502', 'Try again later.'],
    ['404', jsonResponse({}, 404), 'HTTP 404', 'Check ops_manager_url.'],
  ])('when the response is %s, then the error says so', async (_, response, said, hint) => {
    const { status, stdout, stderr, system } = await create({ responses: [response] });
    expect({ status, stdout, asked: system.requests.length }).toEqual({ status: 1, stdout: '', asked: 1 });
    expect(stderr).toBe(
      `Error: cannot get a token for the service account: cloud.mongodb.com answered ${said}\n${hint} No API key was created.\n`,
    );
  });

  test.each([
    [
      'the variables',
      { env: { ...HOME, MONGODB_ATLAS_CLIENT_ID: 'kxqpbnyt', MONGODB_ATLAS_CLIENT_SECRET: 'wrong' } },
      'MONGODB_ATLAS_CLIENT_ID',
      'the public API key as MONGODB_ATLAS_PUBLIC_API_KEY and the private API key as MONGODB_ATLAS_PRIVATE_API_KEY',
    ],
    [
      'a profile',
      { env: HOME, files: { [CONFIG]: '[default]\nclient_id = "kxqpbnyt"\nclient_secret = "wrong"\n' } },
      `profile "default" of ${CONFIG}`,
      'the public API key as public_api_key and the private API key as private_api_key',
    ],
  ])(
    'when an API key is set as a service account in %s, then the error names the right place',
    async (_, options, from, places) => {
      const { status, stderr } = await create({
        ...options,
        responses: [jsonResponse({ error: 'invalid_client' }, 401)],
      });
      expect(status).toBe(1);
      expect(stderr).toContain(
        `\nThe client_id, which came from ${from}, does not begin with mdb_sa_id_, as those of service accounts do. If it is an API key: set ${places}.`,
      );
    },
  );

  test.each<[string, ScriptedResponse]>([
    ['HTML', httpResponse(200, '<html>', { 'content-type': 'text/html' })],
    ['nothing', httpResponse(200, '', json)],
    ['an array', jsonResponse(['t'])],
    ['null', jsonResponse(null)],
    ['no token', jsonResponse({ expires_in: 5 })],
    ['an empty token', token('')],
    ['a number for a token', jsonResponse({ access_token: 5 })],
    ['a line end in its token', token('t\r\nx-evil: 1')],
    ['a control character in its token', token('t\u0000')],
    ['a letter that no header can hold', token('t\u0142')],
    ['a token in two words', token('t u')],
  ])('when the response contains %s, then it is not used as a token', async (_, response) => {
    const { status, stderr, system } = await create({ responses: [response] });
    expect({ status, asked: system.requests.length, files: system.disk.size }).toEqual({
      status: 1,
      asked: 1,
      files: 0,
    });
    expect(stderr).toBe(
      `Error: cannot get a token for the service account: the response of cloud.mongodb.com does not contain a token\n${NOT_ATLAS} No API key was created.\n`,
    );
  });

  test('when the response is too large, then it is not read to its end', async () => {
    const { stderr } = await create({
      responses: [httpResponse(200, `{"access_token":"${'x'.repeat(70_000)}"}`, json)],
    });
    expect(stderr).toBe(
      `Error: cannot get a token for the service account: Post "${TOKEN_URL}": the response is larger than 64 KiB\nNo API key was created.\n`,
    );
  });

  test.each<[string, unknown, string, string]>([
    [
      'refuses the connection',
      notDelivered('ECONNREFUSED'),
      'connect: connection refused',
      'Nothing listens at cloud.mongodb.com. Check the address, the proxy variables, and the firewall. ',
    ],
    [
      'does not answer in time',
      new DOMException('x', 'TimeoutError'),
      'context deadline exceeded (no complete response within 60 s)',
      '',
    ],
  ])('when the host %s, then nothing was created', async (_, thrown, said, hint) => {
    const { stderr } = await create({ responses: [failure(thrown)] });
    expect(stderr).toBe(
      `Error: cannot get a token for the service account: Post "${TOKEN_URL}": ${said}\n${hint}No API key was created.\n`,
    );
  });
});

describe('while another run gets the token', () => {
  /** A System on which another process has the lock, with additional options. */
  async function waitingSystem(options: FakeOptions): Promise<FakeSystem> {
    const { path } = cacheFile(await create({ responses: [token('t1'), created] }));
    return fakeSystem({
      env: withServiceAccount,
      files: { [`${path}.lock`]: 'somebody' },
      responses: [token('t2'), created],
      ...options,
    });
  }

  const createOn = (system: FakeSystem) =>
    runOn(system, ['organizations', 'apiKeys', 'create', ...COMPLETE, '-o', 'json']);

  test('when the wait takes a second, then a notice at a terminal says why', async () => {
    const isTerminal = { isTerminal: true };
    const { stderr } = await createOn(await waitingSystem({ stdout: isTerminal, stderr: isTerminal }));
    expect(stderr).toMatch(/^Waiting for another atlas, which is getting a token\.\n/);
  });

  test('when a signal arrives, then no token is requested', async () => {
    const system = await waitingSystem({ responses: [] });
    const { sleep: fakeSleep } = system;
    const interrupted = Object.assign(system, {
      sleep: async (ms: number) => {
        system.signal('SIGTERM', 15);
        await fakeSleep(ms);
      },
    });
    expect(await createOn(interrupted)).toMatchObject({ status: 143, stdout: '' });
    expect(system.requests).toEqual([]);
  });
});
