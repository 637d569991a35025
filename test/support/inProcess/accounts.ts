/** Service accounts and user accounts, for tests in this process. */

import { CLIENT_ID, HOME } from '../fixtures.ts';
import { NOW } from './fakeSystem.ts';
import { jsonResponse, type ScriptedResponse } from './scriptedResponses.ts';

export const CLIENT_SECRET = 'mdb_sa_sk_canary-abcdefghijklmnopqrstuvwxyz';

export const SERVICE_ACCOUNT = {
  MONGODB_ATLAS_CLIENT_ID: CLIENT_ID,
  MONGODB_ATLAS_CLIENT_SECRET: CLIENT_SECRET,
};

export const withServiceAccount = { ...HOME, ...SERVICE_ACCOUNT };

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JSON Web Token that expires relative to the clock of fakeSystem. */
export const jwt = (lifetimeSeconds: number, claims: Record<string, unknown> = {}): string =>
  [
    base64url({ alg: 'none', typ: 'JWT' }),
    base64url({ sub: 'ada@example.com', exp: NOW / 1000 + lifetimeSeconds, ...claims }),
    'sig',
  ].join('.');

export const LIVE_TOKEN = jwt(3600);
export const EXPIRED_TOKEN = jwt(-1);
export const RENEWED_TOKEN = jwt(7200);

export const profileWith = (accessToken: string, refreshToken = 'refresh-canary-1'): string =>
  `[default]\naccess_token = "${accessToken}"\nrefresh_token = "${refreshToken}"\n`;

/** A response of the token endpoint to a service account. */
export const token = (text: string, expiresIn: unknown = 3600): ScriptedResponse =>
  jsonResponse({ access_token: text, expires_in: expiresIn, token_type: 'Bearer' });

/** A response of the token endpoint to a user. */
export const session = (accessToken: string, refreshToken = 'refresh-canary-2'): ScriptedResponse =>
  jsonResponse({ access_token: accessToken, refresh_token: refreshToken, token_type: 'Bearer' });
