/** The device flow (RFC 8628): requests a code, and polls until the user has entered it in a browser, here or elsewhere. */

import {
  type AccountService,
  accountRequest,
  readSession,
  SCOPE,
  type Session,
} from '../auth/tokens/accountEndpoint.ts';
import {
  errorCodeOf,
  type FormResponse,
  isToken,
  postForm,
  tokenRefusal,
} from '../auth/tokens/tokenEndpoint.ts';
import { TokenError } from '../auth/tokens/tokenError.ts';
import type { System } from '../system/system.ts';

/** What the user needs to sign in, and what the program needs to poll. */
export interface DeviceAuthorization {
  /** The code that the user enters. */
  readonly userCode: string;
  /** The page on which the user enters it. */
  readonly verificationUrl: string;
  readonly deviceCode: string;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
  readonly pollIntervalMs: number;
}

const FAILURE = 'cannot sign in';

/** The default interval is the one of RFC 8628, section 3.2. The RFC has no default for the lifetime. */
const DEFAULT_INTERVAL_SECONDS = 5;
const DEFAULT_LIFETIME_SECONDS = 600;
/** `slow_down` adds this to the interval (section 3.5). */
const SLOW_DOWN_MS = 5_000;
/** Consecutive polls that may fail, for example while a laptop reconnects to its network. */
const MAX_FAILED_POLLS = 3;

const secondsIn = (json: FormResponse['json'], property: string, otherwise: number, most: number): number => {
  const value = json?.[property];
  return typeof value === 'number' && value > 0 ? Math.min(value, most) : otherwise;
};

const textIn = (json: FormResponse['json'], property: string): string => {
  const value = json?.[property];
  return typeof value === 'string' && isToken(value) ? value : '';
};

const isWebPage = (address: string): boolean => /^https?:\/\//i.test(address) && URL.canParse(address);

/** Requests a code. @throws {TokenError} if the response contains none */
export async function requestCode(
  system: System,
  service: AccountService,
  signal: AbortSignal,
): Promise<DeviceAuthorization> {
  const request = {
    ...accountRequest(service, 'authorize', { scope: SCOPE }, FAILURE),
    expected: 'a code and a page to enter it on',
  };
  const requestedAtMs = system.now();
  const response = await postForm(system, request, signal);
  const { status, json } = response;
  const userCode = textIn(json, 'user_code');
  const verificationUrl = textIn(json, 'verification_uri');
  const deviceCode = textIn(json, 'device_code');
  if (status !== 200 || !userCode || !isWebPage(verificationUrl) || !deviceCode)
    throw tokenRefusal(request, response, [], {});
  return {
    userCode,
    verificationUrl,
    deviceCode,
    expiresAtMs: requestedAtMs + secondsIn(json, 'expires_in', DEFAULT_LIFETIME_SECONDS, 3600) * 1000,
    pollIntervalMs: secondsIn(json, 'interval', DEFAULT_INTERVAL_SECONDS, 60) * 1000,
  };
}

const expiredError = () =>
  new TokenError('the code expired before it was used to sign in', {
    hint: 'Sign in again to get a new one.',
  });

/** The meaning of an error code, which is one of Atlas or of RFC 8628. */
function classifyError(response: FormResponse): 'pending' | 'slowDown' | 'expired' | 'denied' | 'other' {
  const code = errorCodeOf(response).toLowerCase();
  if (code.endsWith('pending')) return 'pending';
  if (code.endsWith('slow_down')) return 'slowDown';
  if (code.includes('expired')) return 'expired';
  return code.endsWith('denied') ? 'denied' : 'other';
}

/**
 * Polls at the service's interval until the user has signed in.
 * @throws {TokenError} if the code expires or the user declines
 */
export async function waitForSession(
  system: System,
  service: AccountService,
  { deviceCode, expiresAtMs, pollIntervalMs }: DeviceAuthorization,
  signal: AbortSignal,
): Promise<Session> {
  const form = { device_code: deviceCode, grant_type: 'urn:ietf:params:oauth:grant-type:device_code' };
  const request = accountRequest(service, 'token', form, FAILURE);
  let failedPolls = 0;
  for (let pauseMs = pollIntervalMs; ; ) {
    if (system.now() + pauseMs >= expiresAtMs) throw expiredError();
    await system.sleep(pauseMs);
    signal.throwIfAborted();
    let response: FormResponse;
    try {
      response = await postForm(system, request, signal);
    } catch (error) {
      if (!(error instanceof TokenError) || ++failedPolls > MAX_FAILED_POLLS) throw error;
      pauseMs += SLOW_DOWN_MS;
      continue;
    }
    failedPolls = 0;
    const session = readSession(response);
    if (session) return session;
    const meaning = classifyError(response);
    if (meaning === 'expired') throw expiredError();
    if (meaning === 'denied')
      throw new TokenError('signing in was refused in the browser', {
        hint: 'Sign in again if that was a mistake.',
      });
    if (meaning === 'slowDown' || response.status === 429) pauseMs += SLOW_DOWN_MS;
    else if (meaning === 'other') throw tokenRefusal(request, response, [deviceCode], {});
  }
}
