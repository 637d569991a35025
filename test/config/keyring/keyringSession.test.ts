/** The session of a user account in the keyring. */
import { describe, expect, test } from 'vitest';
import { KeyringError } from '../../../src/keyring/keyring.ts';
import { CONFIG, HOME } from '../../support/fixtures.ts';
import { EXPIRED_TOKEN, LIVE_TOKEN, RENEWED_TOKEN, session } from '../../support/inProcess/accounts.ts';
import { type FakeKeyring, fakeKeyring } from '../../support/inProcess/fakeKeyring.ts';
import { fakeSystem } from '../../support/inProcess/fakeSystem.ts';
import { runOn } from '../../support/inProcess/runCommand.ts';
import { configOf, entriesOf, runWith } from '../../support/inProcess/runWithKeyring.ts';
import { httpResponse, jsonResponse } from '../../support/inProcess/scriptedResponses.ts';

describe('a user account', () => {
  const ACCOUNT = "version = 2\n\n[default]\nauth_type = 'user_account'\n";
  const entries = (accessToken: string) => ({
    'atlascli_default:access_token': accessToken,
    'atlascli_default:refresh_token': 'refresh-canary-1',
  });

  test('when the session is refreshed, then the new one is in the keyring, and not in the file', async () => {
    const keyring = fakeKeyring(entries(EXPIRED_TOKEN));
    const result = await runWith(['organizations', 'list'], {
      config: ACCOUNT,
      keyring,
      responses: [session(RENEWED_TOKEN), jsonResponse({ results: [], totalCount: 0 })],
    });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(entriesOf(keyring)).toEqual({
      'atlascli_default:access_token': RENEWED_TOKEN,
      'atlascli_default:refresh_token': 'refresh-canary-2',
    });
    expect(keyring.log.filter((line) => line.startsWith('write'))).toEqual([
      'write atlascli_default:refresh_token',
      'write atlascli_default:access_token',
    ]);
    expect(configOf(result)).toBe(ACCOUNT);
  });

  test.each([
    ['locked', 'the keyring is locked', 'Unlock it'],
    ['missing', 'there is no session bus', 'Start the keyring of your desktop'],
  ] as const)(
    'when the keyring is %s before the session is refreshed, then it is not saved in the file',
    async (problem, message, hint) => {
      const keyring: FakeKeyring = fakeKeyring(entries(EXPIRED_TOKEN));
      const system = fakeSystem({ env: HOME, files: { [CONFIG]: ACCOUNT }, keyring });
      let opened = 0;
      const locking: typeof system = {
        ...system,
        async openKeyring(options) {
          if (++opened > 1) throw new KeyringError(problem, message);
          return system.openKeyring(options);
        },
      };
      const result = await runOn(locking, ['organizations', 'list']);
      expect(result).toMatchObject({
        status: 1,
        requests: [],
        stderr: `Error: cannot refresh the session: cannot use the keyring: ${message}\n${hint}, and try again. Nothing was changed.\n`,
      });
      expect([configOf(result), entriesOf(keyring)]).toEqual([ACCOUNT, entries(EXPIRED_TOKEN)]);
    },
  );

  test('when only half of a refreshed session can be written, then its refresh token stays', async () => {
    const keyring = { ...fakeKeyring(entries(EXPIRED_TOKEN)), writeFails: 'access_token' };
    const result = await runWith(['organizations', 'list'], {
      config: ACCOUNT,
      keyring,
      responses: [session(RENEWED_TOKEN), jsonResponse({ results: [], totalCount: 0 })],
    });
    expect(result.status).toBe(0);
    expect(result.stderr).toContain('could not be saved, so you may have to sign in again: ');
    // The old refresh token may not be valid any longer.
    expect(keyring.entries.get('atlascli_default:refresh_token')).toBe('refresh-canary-2');
  });

  test('when only half of a new session can be written, then the old one is complete', async () => {
    const keyring = { ...fakeKeyring(entries(LIVE_TOKEN)), writeFails: 'access_token' };
    const code = {
      user_code: 'ABCDWXYZ',
      verification_uri: 'https://account.mongodb.com/account/connect',
      device_code: 'device-canary',
      expires_in: 600,
      interval: 5,
    };
    const empty = jsonResponse({ results: [], totalCount: 0 });
    const result = await runWith(['auth', 'login'], {
      config: ACCOUNT,
      keyring,
      responses: [jsonResponse(code), session(RENEWED_TOKEN), empty, empty],
    });
    expect(result.status).not.toBe(0);
    expect(result.stderr).toContain('cannot change access_token in the keyring: ');
    expect(entriesOf(keyring)).toEqual(entries(LIVE_TOKEN));
  });

  test('when the keyring is locked and the user signs out, then the error says so', async () => {
    const keyring = {
      ...fakeKeyring(entries(LIVE_TOKEN)),
      fails: new KeyringError('locked', 'the keyring is locked'),
    };
    const result = await runWith(['auth', 'logout', '--force'], { config: ACCOUNT, keyring });
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(
      /^Error: not logged in with an Atlas account or API key\nThe secrets of profile "default" cannot be read: the keyring is locked\. Unlock it, /,
    );
  });

  test('when the keyring goes away while the user signs out, then the session is kept', async () => {
    const keyring = fakeKeyring(entries(LIVE_TOKEN));
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: ACCOUNT }, keyring });
    let opened = 0;
    const result = await runOn(
      {
        ...system,
        async openKeyring(options) {
          if (++opened > 1) throw new KeyringError('missing', 'there is no session bus');
          return system.openKeyring(options);
        },
      },
      ['auth', 'logout', '--force'],
    );
    expect(result).toMatchObject({ status: 1, requests: [] });
    expect([configOf(result), entriesOf(keyring)]).toEqual([ACCOUNT, entries(LIVE_TOKEN)]);
  });

  test('when the user signs out, then the session of the keyring is revoked and removed', async () => {
    const keyring = fakeKeyring(entries(LIVE_TOKEN));
    const result = await runWith(['auth', 'logout', '--force'], {
      config: ACCOUNT,
      keyring,
      responses: [httpResponse(200, '')],
    });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(result.system.requests[0]?.body).toContain('token=refresh-canary-1');
    expect(entriesOf(keyring)).toEqual({});
  });
});
