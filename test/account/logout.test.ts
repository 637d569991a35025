/** `atlas auth logout`: revokes the session, and then removes it from the profile. */
import { describe, expect, test } from 'vitest';
import { CONFIG, HOME } from '../support/fixtures.ts';
import { LIVE_TOKEN, profileWith, RENEWED_TOKEN } from '../support/inProcess/accounts.ts';
import { type FakeOptions, fakeSystem, systemError } from '../support/inProcess/fakeSystem.ts';
import { type CommandRun, run, runOn } from '../support/inProcess/runCommand.ts';
import {
  failure,
  httpResponse,
  jsonResponse,
  notDelivered,
  type ScriptedResponse,
} from '../support/inProcess/scriptedResponses.ts';

const SAID = 'Successfully logged out of account ada@example.com\n';
const NOBODY = 'Error: not logged in with an Atlas account or API key\n';
const ended = httpResponse(200, '');

const logout = (
  config: string,
  options: FakeOptions = {},
  flags: string[] = ['--force'],
): Promise<CommandRun> =>
  run(['auth', 'logout', ...flags], {
    env: HOME,
    files: { [CONFIG]: config },
    responses: [ended],
    ...options,
  });

const config = ({ system }: CommandRun) => system.disk.get(CONFIG)?.text;

test('when a user is signed in, then the refresh token is revoked and the profile deleted', async () => {
  const result = await logout(
    `# mine\n\n${profileWith(LIVE_TOKEN)}org_id = "x"\n\n[work]\noutput = "json"\n`,
  );
  expect(result).toMatchObject({ status: 0, stdout: SAID, stderr: '' });
  expect(result.system.requests[0]).toMatchObject({
    method: 'POST',
    url: 'https://cloud.mongodb.com/api/private/unauth/account/device/revoke',
    body: 'client_id=0oabtxactgS3gHIR0297&token=refresh-canary-1&token_type_hint=refresh_token',
  });
  expect(config(result)).toBe('# mine\n\n[work]\noutput = "json"\n');
});

test('when the profile also contains an API key, then only the session is removed', async () => {
  const keys = 'public_api_key = "a"\nprivate_api_key = "b"\n';
  const result = await logout(`${profileWith(LIVE_TOKEN)}auth_type = "user_account"\n${keys}`);
  expect(config(result)).toBe(`[default]\n${keys}`);
});

test('when another run refreshes the session during the question, then the new one is revoked', async () => {
  const isTerminal = { isTerminal: true };
  const system = fakeSystem({
    env: HOME,
    files: { [CONFIG]: profileWith(LIVE_TOKEN) },
    responses: [ended],
    stdinIsTerminal: true,
    stderr: isTerminal,
    confirm: async () => {
      system.disk.set(CONFIG, { text: profileWith(RENEWED_TOKEN, 'refresh-canary-2'), mode: 0o600 });
      return 'yes';
    },
  });
  expect(await runOn(system, ['auth', 'logout'])).toMatchObject({ status: 0 });
  expect(system.requests.map(({ body }) => body)).toEqual([
    expect.stringContaining('&token=refresh-canary-2&'),
  ]);
  expect(system.disk.get(CONFIG)?.text).toBe('');
});

test('when the file cannot be changed, then you are still signed in', async () => {
  const { status, stderr, system } = await logout(profileWith(LIVE_TOKEN), { createFails: 'EROFS' });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `Error: cannot write ${CONFIG}: the file system is read-only\n`,
  });
  expect(system.requests).toEqual([]);
});

test('when the file cannot be written after the session has ended, then a message says so', async () => {
  const system = fakeSystem({ env: HOME, files: { [CONFIG]: profileWith(LIVE_TOKEN) }, responses: [ended] });
  system.files.rename = () => {
    throw systemError('ENOSPC');
  };
  expect(await runOn(system, ['auth', 'logout', '--force'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: `Error: cannot write ${CONFIG}: the disk is full\nAtlas has ended the session.\n`,
  });
});

test('when the service is cloudgov, then the session is revoked there, with its own client ID', async () => {
  const { system } = await logout(`${profileWith(LIVE_TOKEN)}service = "cloudgov"\n`);
  expect(system.requests[0]?.url).toMatch(/^https:\/\/cloud\.mongodbgov\.com\//);
  expect(system.requests[0]?.body).toMatch(/^client_id=0oabtyfelbTBdoucy297&/);
});

test('when the session is in the environment, then it is revoked, and a message says so', async () => {
  const env = { ...HOME, MONGODB_ATLAS_ACCESS_TOKEN: LIVE_TOKEN, MONGODB_ATLAS_REFRESH_TOKEN: 'r' };
  const result = await logout('[default]\noutput = "json"\n', { env });
  expect(result).toMatchObject({
    status: 0,
    stdout: SAID,
    stderr: 'Warning: the session in MONGODB_ATLAS_REFRESH_TOKEN has ended: unset the variable\n',
  });
  expect(config(result)).toBe('[default]\noutput = "json"\n');
});

test.each([400, 401])(
  'when Atlas responds with %i, then the session is unknown there, and is removed',
  async (status) => {
    const result = await logout(profileWith(LIVE_TOKEN), { responses: [jsonResponse({}, status)] });
    expect({ status: result.status, config: config(result) }).toEqual({ status: 0, config: '' });
  },
);

test.each<[string, ScriptedResponse, string]>([
  ['cannot be reached', failure(notDelivered('ENETUNREACH')), 'connect: network is unreachable\n'],
  ['fails', jsonResponse({}, 500), 'answered HTTP 500\nTry again later. '],
  ['redirects', httpResponse(302), 'answered HTTP 302\nCredentials are not sent to the target of a redirect'],
])('when Atlas %s, then the profile keeps the session, and a message says so', async (_, response, said) => {
  const result = await logout(profileWith(LIVE_TOKEN), { responses: [response] });
  expect(result).toMatchObject({ status: 1, stdout: '' });
  expect(result.stderr).toMatch(/^Error: cannot end the session: /);
  expect(result.stderr).toContain(said);
  expect(result.stderr).toContain('The profile still has the session.\n');
  expect(result.stderr).not.toContain('canary');
  expect(config(result)).toBe(profileWith(LIVE_TOKEN));
});

test.each([
  ['there is nobody', ''],
  ['there is an API key', '[default]\npublic_api_key = "a"\nprivate_api_key = "b"\n'],
  ['half a session is there', `[default]\naccess_token = "${LIVE_TOKEN}"\n`],
])('when %s, then the error is the Atlas CLI’s', async (_, text) => {
  expect(await logout(text, { responses: [] })).toMatchObject({ status: 1, stdout: '', stderr: NOBODY });
});

describe('the question', () => {
  const terminal = { isTerminal: true };
  const onTerminal: FakeOptions = { stdinIsTerminal: true, stdout: terminal, stderr: terminal };

  test('when there is no terminal, then nothing is done', async () => {
    expect(await logout(profileWith(LIVE_TOKEN), { responses: [] }, [])).toMatchObject({
      status: 1,
      stderr:
        'Error: there is no terminal to ask for confirmation, so you are still signed in\nTo sign out without confirmation, add --force.\n',
    });
  });

  test('when the answer is yes, then the session ends', async () => {
    const questions: string[] = [];
    const confirm = async (question: string) => {
      questions.push(question);
      return 'yes' as const;
    };
    const result = await logout(profileWith(LIVE_TOKEN), { ...onTerminal, confirm }, []);
    expect({ status: result.status, questions }).toEqual({
      status: 0,
      questions: ['Sign out of ada@example.com?'],
    });
  });

  test.each([
    ['no', { status: 0, stdout: 'Not signed out\n', stderr: '' }],
    ['ended', { status: 1, stderr: 'Error: the input ended without an answer, you are still signed in\n' }],
    ['interrupted', { status: 130, stderr: 'Error: interrupted by SIGINT\n' }],
  ] as const)('when the answer is %s, then you are still signed in', async (answer, expected) => {
    const options = { ...onTerminal, responses: [], confirm: async () => answer };
    const result = await logout(profileWith(LIVE_TOKEN), options, []);
    expect(result).toMatchObject(expected);
    expect(config(result)).toBe(profileWith(LIVE_TOKEN));
  });
});
