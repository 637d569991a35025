/** `atlas auth login`: the device flow, and the resulting profile. */
import { describe, expect, test } from 'vitest';
import { CONFIG, HOME, KEYS, ORG_ID, OTHER_ORG_ID, PROJECT_ID } from '../support/fixtures.ts';
import { jwt, LIVE_TOKEN, session } from '../support/inProcess/accounts.ts';
import { fakeKeyring } from '../support/inProcess/fakeKeyring.ts';
import { type FakeOptions, fakeSystem } from '../support/inProcess/fakeSystem.ts';
import { type CommandRun, run, runOn } from '../support/inProcess/runCommand.ts';
import {
  failure,
  httpResponse,
  jsonResponse,
  notDelivered,
  type ScriptedResponse,
} from '../support/inProcess/scriptedResponses.ts';

const PAGE = 'https://account.mongodb.com/account/connect';
const CODE = {
  user_code: 'ABCDWXYZ',
  verification_uri: PAGE,
  device_code: 'device-canary',
  expires_in: 600,
  interval: 5,
};
const code = jsonResponse(CODE);
const pending = jsonResponse({ errorCode: 'DEVICE_AUTHORIZATION_PENDING', error: 400 }, 400);
const page = (...ids: string[]): ScriptedResponse =>
  jsonResponse({ results: ids.map((id) => ({ id, name: 'x' })), totalCount: ids.length });
/** The requests after the sign-in. */
const ONE_OF_EACH = [page(ORG_ID), page(PROJECT_ID)];

const login = (
  responses: readonly ScriptedResponse[],
  options: FakeOptions = {},
  flags: string[] = [],
): Promise<CommandRun> => run(['auth', 'login', ...flags], { env: HOME, responses, ...options });

const terminal = { isTerminal: true };
const onTerminal: FakeOptions = {
  stdinIsTerminal: true,
  stdout: terminal,
  stderr: terminal,
  ask: async () => ({ answer: 'user_account' }),
};
const config = ({ system }: CommandRun) => system.disk.get(CONFIG)?.text;
const asked = ({ system }: CommandRun) =>
  system.requests.map(({ method, url }) => `${method} ${url.replace('https://cloud.mongodb.com/api/', '')}`);

describe('signing in', () => {
  test('when the user enters the code, then the session is saved, with the only organization and project', async () => {
    const result = await login([code, pending, session(LIVE_TOKEN), ...ONE_OF_EACH]);
    expect(result).toMatchObject({
      status: 0,
      stdout: 'Successfully logged in as ada@example.com.\n',
      stderr: `To sign in, open ${PAGE} in a browser and enter this code:\n\n    ABCD-WXYZ\n\nThe code expires in 10 minutes.\n`,
    });
    expect(asked(result)).toEqual([
      'POST private/unauth/account/device/authorize',
      'POST private/unauth/account/device/token',
      'POST private/unauth/account/device/token',
      'GET atlas/v2/orgs?includeCount=true&itemsPerPage=500&name=&pageNum=1',
      `GET atlas/v2/orgs/${ORG_ID}/groups?includeCount=true&itemsPerPage=500&pageNum=0`,
    ]);
    expect(config(result)).toBe(`[default]
access_token = '${LIVE_TOKEN}'
refresh_token = 'refresh-canary-2'
auth_type = 'user_account'
service = 'cloud'
org_id = '${ORG_ID}'
project_id = '${PROJECT_ID}'
`);
    expect(result.system.disk.get(CONFIG)?.mode).toBe(0o600);
  });

  test('when there is a keyring and no file, then it has the session, and the file the rest', async () => {
    const keyring = fakeKeyring();
    const result = await login([code, session(LIVE_TOKEN), ...ONE_OF_EACH], { keyring });
    expect(result.status).toBe(0);
    expect(Object.fromEntries(keyring.entries)).toEqual({
      'atlascli_default:access_token': LIVE_TOKEN,
      'atlascli_default:refresh_token': 'refresh-canary-2',
    });
    expect(config(result)).toMatch(/^version = 2\n\n\[default\]\n/);
    expect(config(result)).toContain("auth_type = 'user_account'\n");
    expect(config(result)).not.toMatch(/_token/);
  });

  test('when a profile is named, then the session is saved there, and the others stay', async () => {
    const others = `# mine\n[default]\norg_id = "${OTHER_ORG_ID}"\n`;
    const result = await login([code, session(LIVE_TOKEN), ...ONE_OF_EACH], { files: { [CONFIG]: others } }, [
      '--profile',
      'work',
    ]);
    expect(config(result)).toMatch(
      new RegExp(`^# mine\\n\\[default\\]\\norg_id = "${OTHER_ORG_ID}"\\n\\n\\[work\\]\\naccess_token = `),
    );
  });

  test('when the profile has an API key, then the session takes precedence from now on', async () => {
    const files = { [CONFIG]: '[default]\npublic_api_key = "a"\nprivate_api_key = "b"\n' };
    const result = await login([code, session(LIVE_TOKEN), ...ONE_OF_EACH], { files });
    const next = await run(['whoami'], { env: HOME, files: Object.fromEntries(result.system.disk) });
    expect(next.stdout).toBe('Logged in as ada@example.com account\n');
  });

  test('when the environment has an API key, then a warning says that it takes precedence', async () => {
    const { status, stderr } = await login([code, session(LIVE_TOKEN), ...ONE_OF_EACH], {
      env: { ...HOME, ...KEYS },
    });
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /\nWarning: MONGODB_ATLAS_PUBLIC_API_KEY is set and overrides profile "default"\n$/,
    );
  });

  test('when the environment has an incomplete API key, then a warning says that the profile is not used', async () => {
    const env = { ...HOME, MONGODB_ATLAS_PUBLIC_API_KEY: 'x' };
    const { status, stderr } = await login([code, session(LIVE_TOKEN), ...ONE_OF_EACH], { env });
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /\nWarning: profile "default" is not used: private_api_key is missing: .* by MONGODB_ATLAS_PUBLIC_API_KEY\n$/,
    );
  });

  test('when --gov is set, then the host of Atlas for Government is used, with its own client ID', async () => {
    const result = await login([code, session(LIVE_TOKEN), ...ONE_OF_EACH], {}, ['--gov']);
    for (const { url } of result.system.requests) expect(url).toMatch(/^https:\/\/cloud\.mongodbgov\.com\//);
    expect(result.system.requests[0]?.body).toMatch(/^client_id=0oabtyfelbTBdoucy297&/);
    expect(config(result)).toContain("service = 'cloudgov'\n");
  });

  test('when the environment names another host, then it is saved in the profile with the session', async () => {
    const env = { ...HOME, MONGODB_ATLAS_OPS_MANAGER_URL: 'https://ops.example/' };
    const result = await login([code, session(LIVE_TOKEN), ...ONE_OF_EACH], { env });
    expect(config(result)).toContain("ops_manager_url = 'https://ops.example/'\n");
    for (const { url } of result.system.requests) expect(url).toMatch(/^https:\/\/ops\.example\//);
  });

  test.each<[string, ScriptedResponse[], string[]]>([
    ['no organisation', [page()], []],
    ['two organisations', [page(ORG_ID, OTHER_ORG_ID)], []],
    ['two projects', [page(ORG_ID), page(PROJECT_ID, ORG_ID)], [`org_id = '${ORG_ID}'`]],
    ['no project', [page(ORG_ID), page()], [`org_id = '${ORG_ID}'`]],
  ])('when there are %s, then only a single choice is saved', async (_, responses, kept) => {
    const result = await login([code, session(LIVE_TOKEN), ...responses]);
    expect(result.status).toBe(0);
    expect(config(result)?.match(/^(org|project)_id.*$/gm) ?? []).toEqual(kept);
  });

  test('when the organizations cannot be listed, then the session is still saved', async () => {
    const result = await login([code, session(LIVE_TOKEN), httpResponse(502, '<html>')]);
    expect(result.status).toBe(0);
    expect(result.stderr).toContain(
      '\nWarning: you are signed in, but your organizations could not be listed: (502)',
    );
    expect(config(result)).toContain(`access_token = '${LIVE_TOKEN}'`);
  });

  test('when the token does not name its user, then the output says so', async () => {
    const { stdout } = await login([code, session(jwt(60, { sub: undefined })), page()]);
    expect(stdout).toBe('Successfully logged in as an unknown user.\n');
  });
});

describe('the browser', () => {
  const responses = [code, session(LIVE_TOKEN), ...ONE_OF_EACH];

  test('when there is a terminal, then it is opened', async () => {
    const { system, stderr } = await login(responses, { ...onTerminal, hasBrowser: true });
    expect(system.opened).toEqual([PAGE]);
    expect(system.written.stderr + stderr).not.toContain('No browser');
  });

  test('when it cannot be opened, then a message says so, and the code can be used elsewhere', async () => {
    const { status, stderr } = await login(responses, { ...onTerminal, hasBrowser: false });
    expect(status).toBe(0);
    expect(stderr).toContain(
      '\nThe browser could not be opened. Open the page yourself, on this or another device.\n',
    );
  });

  test('when --noBrowser is given, then it is not opened', async () => {
    expect((await login(responses, onTerminal, ['--noBrowser'])).status).toBe(0);
  });

  test('when there is no terminal, then it is not opened', async () => {
    expect((await login(responses)).status).toBe(0);
  });
});

describe('waiting', () => {
  const slept = ({ system }: CommandRun) => system.slept.filter((ms) => ms >= 1000);
  const slowDown = jsonResponse({ error: 'slow_down' }, 400);

  test('when the user has not signed in yet, then it polls at the interval in the response', async () => {
    expect(slept(await login([code, pending, pending, session(LIVE_TOKEN), page()]))).toEqual([
      5000, 5000, 5000,
    ]);
  });

  test('when the response has no interval, then it is five seconds', async () => {
    const silent = jsonResponse({ ...CODE, interval: undefined });
    expect(slept(await login([silent, session(LIVE_TOKEN), page()]))).toEqual([5000]);
  });

  test('when the response is slow_down, then the interval grows by five seconds each time', async () => {
    const responses = [code, slowDown, pending, slowDown, jsonResponse({}, 429), session(LIVE_TOKEN), page()];
    expect(slept(await login(responses))).toEqual([5000, 10000, 10000, 15000, 20000]);
  });

  test('when the error codes are those of the RFC, then they are understood', async () => {
    const responses = [
      code,
      jsonResponse({ error: 'authorization_pending' }, 400),
      session(LIVE_TOKEN),
      page(),
    ];
    expect((await login(responses)).status).toBe(0);
  });

  test('when the network fails for a while, then it continues to poll, more slowly', async () => {
    const away = failure(notDelivered('ENETUNREACH'));
    const result = await login([code, away, away, away, session(LIVE_TOKEN), page()]);
    expect({ status: result.status, slept: slept(result) }).toEqual({
      status: 0,
      slept: [5000, 10000, 15000, 20000],
    });
  });

  test('when the network keeps failing, then it gives up', async () => {
    const away = failure(notDelivered('ENETUNREACH'));
    const { status, stderr, system } = await login([code, away, away, away, away]);
    expect({ status, asked: system.requests.length }).toEqual({ status: 1, asked: 5 });
    expect(stderr).toContain(
      '\nError: cannot sign in: Post "https://cloud.mongodb.com/api/private/unauth/account/device/token": connect: network is unreachable\n',
    );
  });
});

describe('when the sign-in fails', () => {
  const EXPIRED =
    '\nError: the code expired before it was used to sign in\nSign in again to get a new one.\n';
  const DENIED = '\nError: signing in was refused in the browser\nSign in again if that was a mistake.\n';
  const NO_TOKEN =
    '\nError: cannot sign in: the response of cloud.mongodb.com does not contain a token\nThe response is not from Atlas. Check ops_manager_url and the proxies in between.\n';

  test.each<[string, ScriptedResponse[], string]>([
    [
      'the service says that the code has expired',
      [jsonResponse({ errorCode: 'DEVICE_AUTHORIZATION_EXPIRED' }, 400)],
      EXPIRED,
    ],
    ['it says so in the words of the RFC', [jsonResponse({ error: 'expired_token' }, 400)], EXPIRED],
    ['it is refused', [pending, jsonResponse({ errorCode: 'ACCESS_DENIED' }, 403)], DENIED],
    ['it is refused in the words of the RFC', [jsonResponse({ error: 'access_denied' }, 400)], DENIED],
    ['HTML comes', [httpResponse(200, '<html>')], NO_TOKEN],
    ['a token that is no JWT comes', [session('nonsense')], NO_TOKEN],
    ['a refresh token with a line end comes', [session(LIVE_TOKEN, 'x\ny')], NO_TOKEN],
    [
      'it fails',
      [jsonResponse({ errorCode: 'UNEXPECTED_ERROR' }, 500)],
      '\nError: cannot sign in: cloud.mongodb.com answered HTTP 500 (UNEXPECTED_ERROR)\nTry again later.\n',
    ],
  ])('because %s, then a message says so, and nothing is saved', async (_, responses, said) => {
    const result = await login([code, ...responses]);
    expect(result).toMatchObject({ status: 1, stdout: '' });
    expect(result.stderr.endsWith(said), result.stderr).toBe(true);
    expect(result.stderr).not.toContain('canary');
    expect(result.system.disk.size).toBe(0);
  });

  test('because the time is over, then it stops asking', async () => {
    const result = await login([jsonResponse({ ...CODE, expires_in: 12 }), pending, pending]);
    expect(result.stderr.endsWith(EXPIRED)).toBe(true);
    expect(result.system.requests).toHaveLength(3);
  });
});

describe('a service that gives no code', () => {
  test.each<[string, ScriptedResponse]>([
    ['HTML', httpResponse(200, '<html>')],
    ['no code', jsonResponse({ ...CODE, user_code: undefined })],
    ['a code with control characters', jsonResponse({ ...CODE, user_code: '\u001b]0;x\u0007' })],
    ['a page that is a program', jsonResponse({ ...CODE, verification_uri: 'file:///usr/bin/x' })],
    ['a page that is code', jsonResponse({ ...CODE, verification_uri: 'javascript:x' })],
    ['a page that is a flag', jsonResponse({ ...CODE, verification_uri: '--profile=x' })],
    ['a page in two lines', jsonResponse({ ...CODE, verification_uri: `${PAGE}\nx` })],
    ['a number for a device code', jsonResponse({ ...CODE, device_code: 5 })],
  ])(
    'when the response contains %s, then no browser is opened, and the error says so',
    async (_, response) => {
      const { status, stderr } = await login([response], onTerminal);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr:
          'Error: cannot sign in: the response of cloud.mongodb.com does not contain a code and a page to enter it on\nThe response is not from Atlas. Check ops_manager_url and the proxies in between.\n',
      });
    },
  );
});

test.each<[string, FakeOptions, RegExp]>([
  ['cannot be written', { createFails: 'EROFS' }, /^Error: cannot write .*: the file system is read-only\n/],
  ['is broken', { files: { [CONFIG]: '[' } }, /^Error: cannot read .*config\.toml, line 1: /],
  ['has no place', { env: {} }, /^Error: cannot locate config\.toml/],
])('when the configuration %s, then there is no sign-in', async (_, options, said) => {
  const { status, stderr, system } = await login([], options);
  expect({ status, asked: system.requests.length }).toEqual({ status: 1, asked: 0 });
  expect(stderr).toMatch(said);
});

test('when a signal arrives while it polls, then it ends, and nothing is saved', async () => {
  const interrupted: ScriptedResponse = (url, request) => {
    system.signal('SIGINT', 2);
    return pending(url, request);
  };
  const system = fakeSystem({ env: HOME, responses: [code, interrupted] });
  const result = await runOn(system, ['auth', 'login']);
  expect(result).toMatchObject({ status: 130, stdout: '' });
  expect(result.stderr).toMatch(/\nError: interrupted by SIGINT\n$/);
  expect(system.disk.size).toBe(0);
});
