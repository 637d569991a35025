import { expect, test } from 'vitest';
import { fakeSystem } from '../support/fakeSystem.ts';
import { KEYS, NEW_KEY, NEW_KEY_TEXT, ORG_ID } from '../support/fixtures.ts';
import { CHALLENGE, challenge, challenged, jsonReply, type Reply } from '../support/replies.ts';
import { runOn } from '../support/runCommand.ts';
import { COMPLETE, create, withKeys } from '../support/runCreate.ts';

const STALE = CHALLENGE.replace('stale=false', 'stale=true');
const created = jsonReply(NEW_KEY);
const forEver = (reply: Reply) => Array.from({ length: 10 }, () => reply);

const authorizations = (run: { system: ReturnType<typeof fakeSystem> }) =>
  run.system.requests.map(({ headers }) => headers['authorization']);

test('when a call begins, then its first request carries no credentials of any kind', async () => {
  const run = await create();
  const [first] = run.system.requests;
  expect(authorizations(run)[0]).toBeUndefined();
  expect(JSON.stringify(first)).not.toContain(KEYS.MONGODB_ATLAS_PUBLIC_API_KEY);
  expect(JSON.stringify(first)).not.toContain(KEYS.MONGODB_ATLAS_PRIVATE_API_KEY);
});

test('when the service challenges, then the same request is sent once more with the answer', async () => {
  const run = await create();
  const [first, second] = run.system.requests;
  const { authorization, ...rest } = second?.headers ?? {};
  expect({ ...second, headers: rest }).toEqual(first);
  expect(authorization).toContain(
    `username="${KEYS.MONGODB_ATLAS_PUBLIC_API_KEY}", realm="MMS Public API", uri="/api/atlas/v2/orgs/${ORG_ID}/apiKeys"`,
  );
});

test('when a challenge is answered, then with the hash of the private key and sixteen fresh random bytes', async () => {
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
  const run = await create({ replies: [created] });
  expect([run.status, run.stdout]).toEqual([1, '']);
  expect(run.stderr).toContain('answered without asking for credentials, so nothing was changed\n');
  expect(authorizations(run)).toEqual([undefined]);
});

test('when only the nonce was stale, then the new one is answered', async () => {
  const run = await create({ replies: [challenge, challenged(STALE.replace('n1', 'n2')), created] });
  expect(run.stdout).toBe(NEW_KEY_TEXT);
  expect(authorizations(run)[2]).toMatch(/nonce="n2", nc=00000001, cnonce="0*2"/);
});

test('when every nonce is called stale, then only one more is answered', async () => {
  const run = await create({ replies: forEver(challenged(STALE)) });
  expect(run.status).toBe(1);
  expect(run.system.requests).toHaveLength(3);
});

test('when the credentials are refused, then they are not sent again', async () => {
  const run = await create({ replies: forEver(challenge) });
  expect(run.status).toBe(1);
  expect(run.system.requests).toHaveLength(2);
});

test('when the first challenge already says stale, then it is answered as any other', async () => {
  const run = await create({ replies: [challenged(STALE), created] });
  expect(run.stdout).toBe(NEW_KEY_TEXT);
});

test.each([
  ['no challenge', challenged()],
  ['only Basic', challenged('Basic realm="x"')],
  ['an unknown algorithm', challenged('Digest realm="r", nonce="n", algorithm=SHA-1')],
  ['nonsense', challenged('"', '=,=')],
])('when a 401 contains %s, then it is final and no credentials were sent', async (_, reply) => {
  const run = await create({ replies: [reply] });
  expect(run.status).toBe(1);
  expect(authorizations(run)).toEqual([undefined]);
});

test('when challenges are in several headers, then the strongest is answered', async () => {
  const run = await create({
    replies: [
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

test('when another status than 401 carries a challenge, then it is not answered', async () => {
  const run = await create({ replies: [jsonReply({}, 403, { 'www-authenticate': CHALLENGE })] });
  expect(authorizations(run)).toEqual([undefined]);
});

test('when the system refuses MD5, as in FIPS mode, then a SHA-256 challenge is answered anyway', async () => {
  const replies = [challenged('Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256'), created];
  const system = fakeSystem(withKeys({ replies }));
  const { hash } = system;
  system.hash = (algorithm, text) => {
    if (algorithm === 'md5') throw new Error('digital envelope routines::unsupported');
    return hash(algorithm, text);
  };
  const run = await runOn(system, ['orgs', 'apiKeys', 'create', ...COMPLETE]);
  expect([run.status, run.stdout, run.stderr]).toEqual([0, NEW_KEY_TEXT, '']);
});
