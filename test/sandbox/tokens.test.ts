/** The sandbox issues, refreshes and revokes tokens. */
import { describe, expect, test } from 'vitest';
import { SANDBOX } from '../../sandbox/state.ts';
import { atlas, MEDIA_TYPE, send, useNewSandboxes } from '../support/servers/askSandbox.ts';

useNewSandboxes();

describe('tokens', () => {
  const DEVICE = 'http://atlas.test/api/private/unauth/account/device/';
  const CLIENT = { client_id: '0oabtxactgS3gHIR0297' };

  async function post(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
    const response = await send(
      new Request(url, { method: 'POST', body: new URLSearchParams(form), headers }),
    );
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  const orgsWith = async (token: string) =>
    (
      await send(
        new Request('http://atlas.test/api/atlas/v2/orgs', {
          headers: { accept: MEDIA_TYPE, authorization: `Bearer ${token}` },
        }),
      )
    ).status;

  const serviceToken = (secret: string) =>
    post(
      'http://atlas.test/api/oauth/token',
      { grant_type: 'client_credentials' },
      { authorization: `Basic ${btoa(`${SANDBOX.clientId}:${secret}`)}` },
    );

  test('when a service account requests a token, then the API accepts it until it is revoked', async () => {
    const { body } = await serviceToken(SANDBOX.clientSecret);
    expect(await orgsWith(body.access_token)).toBe(200);
    atlas.tokens.revokeAll();
    expect(await orgsWith(body.access_token)).toBe(401);
  });

  test('when its secret is wrong, then it gets no token', async () => {
    expect(await serviceToken('wrong')).toEqual({ status: 401, body: { error: 'invalid_client' } });
    expect(atlas.tokens.serviceTokens).toBe(0);
  });

  test('when a code is entered on the page, then the device that showed it gets a session', async () => {
    const { body: code } = await post(`${DEVICE}authorize`, CLIENT);
    const ask = () => post(`${DEVICE}token`, { ...CLIENT, device_code: code.device_code });
    expect((await ask()).body.errorCode).toBe('DEVICE_AUTHORIZATION_PENDING');
    await post(code.verification_uri, { code: 'XXXXXXXX' });
    expect((await ask()).status).toBe(400);
    await post(code.verification_uri, { code: code.user_code.toLowerCase() });
    expect(await orgsWith((await ask()).body.access_token)).toBe(200);
    expect((await ask()).body.errorCode).toBe('DEVICE_AUTHORIZATION_EXPIRED');
  });

  test('when a refresh token has been used or revoked, then it is refused', async () => {
    const refresh = (refresh_token: string) =>
      post(`${DEVICE}token`, { ...CLIENT, grant_type: 'refresh_token', refresh_token });
    const { refreshToken } = atlas.tokens.session(-1);
    const { status, body } = await refresh(refreshToken);
    expect(status).toBe(200);
    expect((await refresh(refreshToken)).body.errorCode).toBe('INVALID_REFRESH_TOKEN');
    await post(`${DEVICE}revoke`, { ...CLIENT, token: body.refresh_token });
    expect((await refresh(body.refresh_token)).status).toBe(401);
  });
});
