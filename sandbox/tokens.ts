/** Tokens for service accounts (RFC 6749, section 4.4) and for users, who sign in with the device flow (RFC 8628). */
import { randomBytes } from 'node:crypto';
import { Refusal } from './refusal.ts';
import { SANDBOX } from './state.ts';

const LIFETIME_SECONDS = 3600;
const CODE_LIFETIME_SECONDS = 600;

const CLIENT_IDS = ['0oabtxactgS3gHIR0297', '0oabtyfelbTBdoucy297'];
const DEVICE = '/api/private/unauth/account/device/';
const PAGE = '/account/connect';

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JSON Web Token with an invalid signature, which nothing checks. */
export const userToken = (lifetimeSeconds: number, subject = 'ada@example.com'): string =>
  [
    base64url({ alg: 'none', typ: 'JWT' }),
    base64url({ sub: subject, exp: Math.floor(Date.now() / 1000) + lifetimeSeconds }),
    randomBytes(8).toString('hex'),
  ].join('.');

const page = (text: string): Response =>
  new Response(`<!doctype html><title>Stand-in Atlas</title><p>${text}</p>`, {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });

const FORM = '<form method="post">Code <input name="code" autofocus> <button>Sign in</button></form>';

export class Tokens {
  /** When each access token expires, in milliseconds since 1970. */
  private readonly tokenExpiryMs = new Map<string, number>();
  /** The refresh tokens that have not been used. Each is valid once. */
  private readonly refreshTokens = new Set<string>();
  private readonly codes = new Map<string, { userCode: string; isSignedIn: boolean }>();
  /** The number of tokens issued to service accounts. */
  serviceTokens = 0;
  refreshes = 0;

  /** Revokes all access tokens. */
  revokeAll(): void {
    this.tokenExpiryMs.clear();
  }

  /** Creates a session without a sign-in. */
  session(lifetimeSeconds: number = LIFETIME_SECONDS): { accessToken: string; refreshToken: string } {
    const accessToken = userToken(lifetimeSeconds);
    const refreshToken = `refresh-${randomBytes(8).toString('hex')}`;
    this.tokenExpiryMs.set(accessToken, Date.now() + lifetimeSeconds * 1000);
    this.refreshTokens.add(refreshToken);
    return { accessToken, refreshToken };
  }

  /** Signs in with a code. @returns whether the code is valid */
  signIn(userCode: string): boolean {
    const typedCode = userCode.replaceAll('-', '').toUpperCase();
    const code = [...this.codes.values()].find((known) => known.userCode === typedCode);
    if (code) code.isSignedIn = true;
    return code !== undefined;
  }

  accepts(authorization: string): boolean {
    return (this.tokenExpiryMs.get(authorization.replace(/^Bearer /, '')) ?? 0) > Date.now();
  }

  /** Handles requests for tokens; undefined for other requests. @throws {Refusal} */
  async handle(request: Request): Promise<Response | undefined> {
    const { pathname, origin } = new URL(request.url);
    if (pathname === PAGE) return this.page(request);
    if (request.method !== 'POST') return undefined;
    if (pathname === '/api/oauth/token')
      return this.serviceToken(request.headers.get('authorization'), await this.form(request));
    if (!pathname.startsWith(DEVICE)) return undefined;
    const form = await this.form(request);
    if (!CLIENT_IDS.includes(form.get('client_id') ?? ''))
      throw new Refusal(401, 'INVALID_CLIENT_ID', 'There is no such client.');
    switch (pathname.slice(DEVICE.length)) {
      case 'authorize':
        return this.startSignIn(origin);
      case 'token':
        return form.get('grant_type') === 'refresh_token' ? this.refresh(form) : this.completeSignIn(form);
      case 'revoke':
        this.refreshTokens.delete(form.get('token') ?? '');
        return new Response('');
    }
    return undefined;
  }

  private async form(request: Request): Promise<URLSearchParams> {
    return new URLSearchParams(await request.text());
  }

  private serviceToken(authorization: string | null, form: URLSearchParams): Response {
    const pair = Buffer.from(`${SANDBOX.clientId}:${SANDBOX.clientSecret}`).toString('base64');
    if (authorization !== `Basic ${pair}`)
      return Response.json({ error: 'invalid_client' }, { status: 401, statusText: 'Unauthorized' });
    if (form.get('grant_type') !== 'client_credentials')
      return Response.json({ error: 'unsupported_grant_type' }, { status: 400, statusText: 'Bad Request' });
    this.serviceTokens++;
    const token = randomBytes(24).toString('base64url');
    this.tokenExpiryMs.set(token, Date.now() + LIFETIME_SECONDS * 1000);
    return Response.json({ access_token: token, expires_in: LIFETIME_SECONDS, token_type: 'Bearer' });
  }

  private startSignIn(origin: string): Response {
    const letters = 'BCDFGHJKLMNPQRSTVWXZ';
    const userCode = Array.from(randomBytes(8), (byte) => letters[byte % letters.length]).join('');
    const deviceCode = randomBytes(16).toString('hex');
    this.codes.set(deviceCode, { userCode, isSignedIn: false });
    return Response.json({
      user_code: userCode,
      verification_uri: origin + PAGE,
      device_code: deviceCode,
      expires_in: CODE_LIFETIME_SECONDS,
      interval: 1,
    });
  }

  private sessionResponse(): Response {
    const { accessToken, refreshToken } = this.session();
    return Response.json({
      access_token: accessToken,
      refresh_token: refreshToken,
      scope: 'openid profile offline_access',
      token_type: 'Bearer',
      expires_in: LIFETIME_SECONDS,
    });
  }

  private completeSignIn(form: URLSearchParams): Response {
    const deviceCode = form.get('device_code') ?? '';
    const code = this.codes.get(deviceCode);
    if (!code) throw new Refusal(400, 'DEVICE_AUTHORIZATION_EXPIRED', 'The code has expired.');
    if (!code.isSignedIn) throw new Refusal(400, 'DEVICE_AUTHORIZATION_PENDING', 'Nobody has signed in yet.');
    this.codes.delete(deviceCode);
    return this.sessionResponse();
  }

  private refresh(form: URLSearchParams): Response {
    this.refreshes++;
    if (!this.refreshTokens.delete(form.get('refresh_token') ?? ''))
      throw new Refusal(401, 'INVALID_REFRESH_TOKEN', 'The refresh token is invalid.');
    return this.sessionResponse();
  }

  private async page(request: Request): Promise<Response> {
    if (request.method !== 'POST') return page(FORM);
    const code = (await this.form(request)).get('code') ?? '';
    return page(this.signIn(code) ? 'Signed in: go back to the terminal.' : `There is no such code. ${FORM}`);
  }
}
