/** User accounts: an expired session is refreshed once and saved. */
import { describe, expect, test } from 'vitest';
import { CONFIG, HOME, NEW_KEY, NEW_KEY_TEXT, ORG_ID } from '../../support/fixtures.ts';
import {
  EXPIRED_TOKEN,
  jwt,
  LIVE_TOKEN,
  profileWith,
  RENEWED_TOKEN,
  session,
} from '../../support/inProcess/accounts.ts';
import { type FakeOptions, fakeSystem } from '../../support/inProcess/fakeSystem.ts';
import { type CommandRun, runOn } from '../../support/inProcess/runCommand.ts';
import { COMPLETE, createWith } from '../../support/inProcess/runCreate.ts';
import {
  httpResponse,
  jsonResponse,
  type ScriptedResponse,
} from '../../support/inProcess/scriptedResponses.ts';

const REFRESH_URL = 'https://cloud.mongodb.com/api/private/unauth/account/device/token';
const CALL_URL = `https://cloud.mongodb.com/api/atlas/v2/orgs/${ORG_ID}/apiKeys`;
const created = jsonResponse(NEW_KEY);

const create = (profile: string, options: FakeOptions = {}, flags: string[] = []): Promise<CommandRun> =>
  createWith([...COMPLETE, ...flags], { env: HOME, files: { [CONFIG]: profile }, ...options });

const asked = ({ system }: CommandRun) => system.requests.map(({ url }) => url);
const config = ({ system }: CommandRun) => system.disk.get(CONFIG)?.text;

test('when the token has not expired, then it is used, and no other one is requested', async () => {
  const run = await create(profileWith(LIVE_TOKEN), { responses: [created] });
  expect(run).toMatchObject({ status: 0, stdout: NEW_KEY_TEXT, stderr: '' });
  expect(run.system.requests[0]?.headers['authorization']).toBe(`Bearer ${LIVE_TOKEN}`);
  expect(config(run)).toBe(profileWith(LIVE_TOKEN));
});

test('when the token has no expiry, then it is used', async () => {
  const run = await create(profileWith(jwt(0, { exp: undefined })), { responses: [created] });
  expect(asked(run)).toEqual([CALL_URL]);
});

describe('a token that has ended', () => {
  test('when it is refreshed, then the new token is used, and both are saved in the profile', async () => {
    const run = await create(`# mine\n${profileWith(EXPIRED_TOKEN)}`, {
      responses: [session(RENEWED_TOKEN), created],
    });
    expect(run).toMatchObject({ status: 0, stdout: NEW_KEY_TEXT, stderr: '' });
    const [refresh, call] = run.system.requests;
    expect(refresh).toMatchObject({ url: REFRESH_URL, headers: { accept: 'application/json' } });
    expect(Object.fromEntries(new URLSearchParams(refresh?.body))).toEqual({
      client_id: '0oabtxactgS3gHIR0297',
      grant_type: 'refresh_token',
      refresh_token: 'refresh-canary-1',
      scope: 'openid profile offline_access',
    });
    expect(call?.headers['authorization']).toBe(`Bearer ${RENEWED_TOKEN}`);
    expect(config(run)).toBe(`# mine\n${profileWith(RENEWED_TOKEN, 'refresh-canary-2')}`);
  });

  test('when the service is cloudgov, then its host is asked, with its own client ID', async () => {
    const run = await create(`${profileWith(EXPIRED_TOKEN)}service = "cloudgov"\n`, {
      responses: [session(RENEWED_TOKEN), created],
    });
    expect(run.system.requests[0]?.url).toMatch(/^https:\/\/cloud\.mongodbgov\.com\//);
    expect(run.system.requests[0]?.body).toContain('client_id=0oabtyfelbTBdoucy297&');
  });

  test('when another process has refreshed it and that token has expired too, then the newer refresh token is used', async () => {
    const system = fakeSystem({
      env: HOME,
      files: { [CONFIG]: profileWith(EXPIRED_TOKEN) },
      responses: [session(RENEWED_TOKEN, 'refresh-canary-3'), created],
    });
    const { createPrivate } = system.files;
    system.files.createPrivate = (path, text, durability) => {
      system.disk.set(CONFIG, { text: profileWith(jwt(-2), 'refresh-canary-2'), mode: 0o600 });
      createPrivate(path, text, durability);
    };
    const run = await runOn(system, ['organizations', 'apiKeys', 'create', ...COMPLETE]);
    expect(run.system.requests[0]?.body).toContain('refresh_token=refresh-canary-2');
    expect(run.status).toBe(0);
  });

  test('when the refusal repeats the refresh token, then it is not shown', async () => {
    const echo = jsonResponse({ error: 'refresh-canary-1', error_description: 'refresh-canary-1' }, 500);
    const { status, stderr } = await create(profileWith(EXPIRED_TOKEN), { responses: [echo] });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: cannot refresh the session: /);
    expect(stderr).not.toContain('canary');
  });

  test('when another process has refreshed it in the meantime, then that token is used', async () => {
    const system = fakeSystem({
      env: HOME,
      files: { [CONFIG]: profileWith(EXPIRED_TOKEN) },
      responses: [created],
    });
    const { createPrivate } = system.files;
    system.files.createPrivate = (path, text, durability) => {
      // The lock is the first file that is created: another process had it until now.
      system.disk.set(CONFIG, { text: profileWith(RENEWED_TOKEN, 'refresh-canary-2'), mode: 0o600 });
      createPrivate(path, text, durability);
    };
    const run = await runOn(system, ['organizations', 'apiKeys', 'create', ...COMPLETE]);
    expect(asked(run)).toEqual([CALL_URL]);
    expect(run.system.requests[0]?.headers['authorization']).toBe(`Bearer ${RENEWED_TOKEN}`);
  });

  test('when it came from the environment, then it is refreshed for this run, and nothing is written', async () => {
    const run = await createWith(COMPLETE, {
      env: {
        ...HOME,
        MONGODB_ATLAS_ACCESS_TOKEN: EXPIRED_TOKEN,
        MONGODB_ATLAS_REFRESH_TOKEN: 'refresh-canary-1',
      },
      responses: [session(RENEWED_TOKEN), created],
    });
    expect(run.status).toBe(0);
    expect(run.system.disk.size).toBe(0);
  });

  test.each([400, 401, 403])('when %i refuses it, then the session has expired', async (status) => {
    const run = await create(profileWith(EXPIRED_TOKEN), {
      responses: [jsonResponse({ errorCode: 'INVALID_REFRESH_TOKEN' }, status)],
    });
    expect(run).toMatchObject({
      status: 1,
      stdout: '',
      stderr: 'Error: session expired\nSign in again with "atlas auth login". No API key was created.\n',
    });
    expect(config(run)).toBe(profileWith(EXPIRED_TOKEN));
  });

  test('when the profile has another name and the service is cloudgov, then the command to sign in again says so', async () => {
    const profile = `${profileWith(EXPIRED_TOKEN).replace('default', 'work')}service = "cloudgov"\n`;
    const { stderr } = await create(profile, { responses: [jsonResponse({}, 401)] }, ['--profile', 'work']);
    expect(stderr).toContain('Sign in again with "atlas auth login --gov --profile work".');
  });

  test.each<[string, ScriptedResponse, string]>([
    ['500', httpResponse(500, 'x'), 'cloud.mongodb.com answered HTTP 500\nTry again later.'],
    [
      'HTML',
      httpResponse(200, '<html>'),
      'the response of cloud.mongodb.com does not contain a token\nThe response is not from Atlas',
    ],
    [
      'a token that is no JWT',
      session('nonsense'),
      'the response of cloud.mongodb.com does not contain a token\n',
    ],
    [
      'no refresh token',
      session(RENEWED_TOKEN, ''),
      'the response of cloud.mongodb.com does not contain a token\n',
    ],
    [
      'a line end in the refresh token',
      session(RENEWED_TOKEN, 'a\n[b]'),
      'the response of cloud.mongodb.com does not contain a token\n',
    ],
  ])('when %s responds, then nothing is saved or created', async (_, response, problem) => {
    const run = await create(profileWith(EXPIRED_TOKEN), { responses: [response] });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain(`Error: cannot refresh the session: ${problem}`);
    expect(run.stderr).toContain('No API key was created.');
    expect(run.stderr).not.toContain('canary');
    expect(config(run)).toBe(profileWith(EXPIRED_TOKEN));
  });

  test('when the profile cannot be edited, then it is not refreshed: the old refresh token would be lost', async () => {
    const run = await create(profileWith(EXPIRED_TOKEN), { createFails: 'EROFS' });
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(
      /^Error: cannot refresh the session: cannot write \/home\/ada\/\.config\/atlascli\/config\.toml: the file system is read-only\n/,
    );
  });

  test('when the disk is full after the refresh, then the run continues with the new token, and a warning says so', async () => {
    const system = fakeSystem({
      env: HOME,
      files: { [CONFIG]: profileWith(EXPIRED_TOKEN) },
      responses: [session(RENEWED_TOKEN), created],
    });
    system.files.rename = () => {
      throw Object.assign(new Error('x'), { code: 'ENOSPC' });
    };
    const run = await runOn(system, ['organizations', 'apiKeys', 'create', ...COMPLETE]);
    expect(run).toMatchObject({
      status: 0,
      stdout: NEW_KEY_TEXT,
      stderr: `Warning: the refreshed session could not be saved, so you may have to sign in again: cannot write ${CONFIG}: the disk is full\n`,
    });
  });
});

test.each([
  ['no JWT', 'nonsense'],
  ['a JWT of two parts', 'a.b'],
  ['one that holds no JSON', 'a.b.c'],
])('when the token is %s, then it is not sent, and a message says so', async (_, text) => {
  const { status, stderr, system } = await create(profileWith(text));
  expect({ status, asked: system.requests.length }).toEqual({ status: 1, asked: 0 });
  expect(stderr).toBe(
    `Error: the access token of the user account is invalid: it came from profile "default" of ${CONFIG}\nSign in again with "atlas auth login". No API key was created.\n`,
  );
});

test('when Atlas refuses the token, then nothing is refreshed, and the hint says to sign in', async () => {
  const run = await create(profileWith(LIVE_TOKEN), {
    responses: [jsonResponse({ errorCode: 'UNAUTHORIZED' }, 401)],
  });
  expect(asked(run)).toEqual([CALL_URL]);
  expect(run.stderr).toContain(
    `\nAtlas no longer accepts the session of the user account, which came from profile "default" of ${CONFIG}. Sign in again with "atlas auth login".\n`,
  );
});
