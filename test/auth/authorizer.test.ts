import { expect, test } from 'vitest';
import { KEYS, NEW_KEY, NEW_KEY_TEXT, ORG_ID } from '../support/fixtures.ts';
import { fakeSystem } from '../support/inProcess/fakeSystem.ts';
import { runOn } from '../support/inProcess/runCommand.ts';
import { COMPLETE, create, withKeys } from '../support/inProcess/runCreate.ts';
import {
  CHALLENGE,
  challenge,
  challenged,
  jsonResponse,
  type ScriptedResponse,
} from '../support/inProcess/scriptedResponses.ts';

const STALE = CHALLENGE.replace('stale=false', 'stale=true');
const created = jsonResponse(NEW_KEY);
const forEver = (response: ScriptedResponse) => Array.from({ length: 10 }, () => response);

const authorizations = (run: { system: ReturnType<typeof fakeSystem> }) =>
  run.system.requests.map(({ headers }) => headers['authorization']);

test('when a call is made with an API key, then its first request contains no credentials', async () => {
  const run = await create();
  const [first] = run.system.requests;
  expect(authorizations(run)[0]).toBeUndefined();
  expect(JSON.stringify(first)).not.toContain(KEYS.MONGODB_ATLAS_PUBLIC_API_KEY);
  expect(JSON.stringify(first)).not.toContain(KEYS.MONGODB_ATLAS_PRIVATE_API_KEY);
});

test('when the server sends a challenge, then the same request is sent again with Authorization', async () => {
  const run = await create();
  const [first, second] = run.system.requests;
  const { authorization, ...rest } = second?.headers ?? {};
  expect({ ...second, headers: rest }).toEqual(first);
  expect(authorization).toContain(
    `username="${KEYS.MONGODB_ATLAS_PUBLIC_API_KEY}", realm="MMS Public API", uri="/api/atlas/v2/orgs/${ORG_ID}/apiKeys"`,
  );
});

test('when a request is authorized, then with a hash of the private key and sixteen new random bytes', async () => {
  const run = await create();
  const { hash } = fakeSystem();
  const md5 = (...parts: string[]) => hash('md5', parts.join(':'));
  const cnonce = '1'.padStart(32, '0');
  const login = md5(KEYS.MONGODB_ATLAS_PUBLIC_API_KEY, 'MMS Public API', KEYS.MONGODB_ATLAS_PRIVATE_API_KEY);
  const response = md5(
    login,
    'n1',
    '00000001',
    cnonce,
    'auth',
    md5('POST', `/api/atlas/v2/orgs/${ORG_ID}/apiKeys`),
  );
  expect(authorizations(run)[1]).toContain(`cnonce="${cnonce}", qop=auth, response="${response}"`);
});

test('when the service does not ask for credentials, then none are sent, and no key was created', async () => {
  const run = await create({ responses: [created] });
  expect([run.status, run.stdout]).toEqual([1, '']);
  expect(run.stderr).toContain('answered without asking for credentials, so nothing was changed\n');
  expect(authorizations(run)).toEqual([undefined]);
});

test('when only the nonce was stale, then the request is sent with the new one', async () => {
  const run = await create({ responses: [challenge, challenged(STALE.replace('n1', 'n2')), created] });
  expect(run.stdout).toBe(NEW_KEY_TEXT);
  expect(authorizations(run)[2]).toMatch(/nonce="n2", nc=00000001, cnonce="0*2"/);
});

test('when every nonce is stale, then the request is sent only once more', async () => {
  const run = await create({ responses: forEver(challenged(STALE)) });
  expect(run.status).toBe(1);
  expect(run.system.requests).toHaveLength(3);
});

test('when the credentials are refused, then they are not sent again', async () => {
  const run = await create({ responses: forEver(challenge) });
  expect(run.status).toBe(1);
  expect(run.system.requests).toHaveLength(2);
});

test('when the first challenge already says stale, then it is used like any other', async () => {
  const run = await create({ responses: [challenged(STALE), created] });
  expect(run.stdout).toBe(NEW_KEY_TEXT);
});

test.each([
  ['no challenge', challenged()],
  ['only Basic', challenged('Basic realm="x"')],
  ['an unknown algorithm', challenged('Digest realm="r", nonce="n", algorithm=SHA-1')],
  ['nonsense', challenged('"', '=,=')],
])('when a 401 contains %s, then it is final and no credentials were sent', async (_, response) => {
  const run = await create({ responses: [response] });
  expect(run.status).toBe(1);
  expect(authorizations(run)).toEqual([undefined]);
});

test('when several headers contain challenges, then the strongest one is used', async () => {
  const run = await create({
    responses: [
      challenged(
        'Basic realm="x"',
        CHALLENGE,
        'Digest realm="r", nonce="n256", qop="auth", algorithm=SHA-256',
      ),
      created,
    ],
  });
  expect(authorizations(run)[1]).toMatch(/algorithm=SHA-256, nonce="n256"/);
});

test('when a response with another status than 401 contains a challenge, then it is ignored', async () => {
  const run = await create({ responses: [jsonResponse({}, 403, { 'www-authenticate': CHALLENGE })] });
  expect(authorizations(run)).toEqual([undefined]);
});

test('when the system refuses MD5, as in FIPS mode, then a SHA-256 challenge still works', async () => {
  const responses = [challenged('Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256'), created];
  const system = fakeSystem(withKeys({ responses }));
  const { hash } = system;
  system.hash = (algorithm, text) => {
    if (algorithm === 'md5') throw new Error('digital envelope routines::unsupported');
    return hash(algorithm, text);
  };
  const run = await runOn(system, ['orgs', 'apiKeys', 'create', ...COMPLETE]);
  expect([run.status, run.stdout, run.stderr]).toEqual([0, NEW_KEY_TEXT, '']);
});
