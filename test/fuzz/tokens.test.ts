/** Random responses for service accounts and sessions: secrets and tokens are sent only where they belong. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import { type AnyAnswer, anyAnswer, damaged } from '../support/arbitraries.ts';
import { expectCleanExit } from '../support/cleanExit.ts';
import { NEW_KEY, NEW_PRIVATE_KEY, ORG_ID } from '../support/fixtures.ts';
import { bootstrapOf, type FakeSystem, fakeSystem } from '../support/inProcess/fakeSystem.ts';

const SECRET = 'canary-secret-2c9d51';
/** Names an end in the year 2100. */
const TOKEN = `e30.${btoa('{"exp":4102444800}').replace(/=+$/, '')}.canary-token-88f0ab`;
const HOME = '/home/ada';
const CONFIG = `${HOME}/.config/atlascli/config.toml`;
const CREATE = ['organizations', 'apiKeys', 'create', '--desc', 'a key', '--role', 'ORG_MEMBER'];

const good = (value: unknown) =>
  fc.constant<AnyAnswer>({ status: 200, type: 'application/json', body: JSON.stringify(value) });

/** Something like the answer of a token endpoint. */
const tokenAnswer: fc.Arbitrary<AnyAnswer> = fc.oneof(
  good({ access_token: TOKEN, refresh_token: SECRET, expires_in: 3600, token_type: 'Bearer' }),
  fc.record({
    status: fc.constantFrom(200, 200, 200, 400, 401, 429, 500),
    type: fc.constantFrom('application/json', 'application/json', 'text/html', ''),
    body: fc.oneof(
      damaged(
        JSON.stringify({
          access_token: TOKEN,
          refresh_token: SECRET,
          expires_in: 3600,
          token_type: 'Bearer',
        }),
        fc.constantFrom('"', ',', '}', ':', 'null', '\n', '\u001b'),
      ),
      fc
        .tuple(fc.jsonValue(), fc.jsonValue(), fc.jsonValue())
        .map(([expires_in, token_type, error]) =>
          JSON.stringify({ access_token: TOKEN, expires_in, token_type, error, error_description: TOKEN }),
        ),
    ),
  }),
  anyAnswer,
);

/** Damage can make one string of the token and the secret behind it: sending that as the token would be right. */
function isSecretInToken({ body }: AnyAnswer): boolean {
  try {
    return String(JSON.parse(body).access_token).includes(SECRET);
  } catch {
    return false;
  }
}

const answers = fc.tuple(
  tokenAnswer.filter((answer) => !isSecretInToken(answer)),
  fc.oneof(good(NEW_KEY), anyAnswer),
);

const respond = ({ status, type, body }: AnyAnswer): Response =>
  new Response(body, { status, headers: type ? { 'content-type': type } : {} });

const isTokenEndpoint = (url: string): boolean => /oauth\/token|account\/device/.test(url);

async function run(
  env: Record<string, string>,
  config: string | undefined,
  [token, answer]: readonly [AnyAnswer, AnyAnswer],
): Promise<FakeSystem> {
  const system = fakeSystem({
    env: { HOME, MONGODB_ATLAS_ORG_ID: ORG_ID, ...env },
    files: config === undefined ? {} : { [CONFIG]: config },
    fetch: async (url) => respond(isTokenEndpoint(url) ? token : answer),
  });
  const status = await main(CREATE, bootstrapOf(system));
  expectCleanExit({ status, ...system.written }, CREATE);
  expect(system.written.stdout + system.written.stderr).not.toMatch(/canary/);
  for (const { url, headers, body } of system.requests.filter(({ url }) => !isTokenEndpoint(url))) {
    const { authorization, ...others } = headers;
    expect(JSON.stringify([url, others, body])).not.toMatch(/canary/);
    expect(authorization ?? '').not.toContain(SECRET);
  }
  return system;
}

test('when a service account gets any responses, then neither its secret nor its token is shown', async () => {
  const env = { MONGODB_ATLAS_CLIENT_ID: 'mdb_sa_id_1', MONGODB_ATLAS_CLIENT_SECRET: SECRET };
  let created = 0;
  await fc.assert(
    fc.asyncProperty(answers, async (given) => {
      const system = await run(env, undefined, given);
      if (system.written.stdout.includes(NEW_PRIVATE_KEY)) created++;
      for (const [path, { text, mode }] of system.disk) {
        if (!text.includes('canary')) continue;
        // Only the token is cached, and only its owner can read it.
        expect(path).toContain('/tokens/');
        expect({ mode, hasSecret: text.includes(SECRET) }).toEqual({ mode: 0o600, hasSecret: false });
      }
    }),
    { numRuns: 600 },
  );
  expect(created).toBeGreaterThan(0);
});

test('when a session is refreshed with any responses, then no token is shown, and they stay in the profile', async () => {
  const payload = btoa(JSON.stringify({ exp: 1, sub: 'somebody' })).replace(/=+$/, '');
  const config = `[default]
access_token = "e30.${payload}.canary-old-token"
refresh_token = "${SECRET}"
`;
  let created = 0;
  await fc.assert(
    fc.asyncProperty(answers, async (given) => {
      const system = await run({}, config, given);
      if (system.written.stdout.includes(NEW_PRIVATE_KEY)) created++;
      const others = [...system.disk].filter(([path]) => path !== CONFIG);
      expect(others.filter(([, { text }]) => text.includes('canary'))).toEqual([]);
    }),
    { numRuns: 600 },
  );
  expect(created).toBeGreaterThan(0);
});
