/** Signing in on another device or in a browser (RFC 8628): a code is shown, and asked about until somebody has typed it. */

import { accountRequest, SCOPE, type Service, type Session, sessionIn } from '../auth/accountEndpoint.ts';
import { errorCodeOf, type FormAnswer, isToken, postForm, refusal } from '../auth/tokenEndpoint.ts';
import { TokenError } from '../auth/tokenError.ts';
import type { System } from '../system/system.ts';

/** What a person needs for signing in, and the program for asking whether that has been done. */
export interface Authorization {
  /** What is typed on the page. */
  readonly userCode: string;
  /** The page's address. */
  readonly page: string;
  readonly deviceCode: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** Milliseconds between two questions. */
  readonly interval: number;
}

const FAILURE = 'cannot sign in';

/** Seconds, where the service names none (RFC 8628, section 3.2 and for the end our own). */
const DEFAULT_INTERVAL = 5;
const DEFAULT_LIFETIME = 600;
/** What `slow_down` adds (section 3.5), in milliseconds. */
const SLOWER = 5_000;
/** So many questions in a row may go unanswered, while a laptop finds its network again. */
const PATIENCE = 3;

const secondsIn = (json: FormAnswer['json'], property: string, otherwise: number, most: number): number => {
  const value = json?.[property];
  return typeof value === 'number' && value > 0 ? Math.min(value, most) : otherwise;
};

const textIn = (json: FormAnswer['json'], property: string): string => {
  const value = json?.[property];
  return typeof value === 'string' && isToken(value) ? value : '';
};

const isWebPage = (address: string): boolean => /^https?:\/\//i.test(address) && URL.canParse(address);

/** @throws {TokenError} when the service gives no code */
export async function requestCode(
  system: System,
  service: Service,
  signal: AbortSignal,
): Promise<Authorization> {
  const request = {
    ...accountRequest(service, 'authorize', { scope: SCOPE }, FAILURE),
    wanted: 'a code and a page to enter it on',
  };
  const asked = system.now();
  const answer = await postForm(system, request, signal);
  const { status, json } = answer;
  const userCode = textIn(json, 'user_code');
  const page = textIn(json, 'verification_uri');
  const deviceCode = textIn(json, 'device_code');
  if (status !== 200 || !userCode || !isWebPage(page) || !deviceCode) throw refusal(request, answer, [], {});
  return {
    userCode,
    page,
    deviceCode,
    endsAt: asked + secondsIn(json, 'expires_in', DEFAULT_LIFETIME, 3600) * 1000,
    interval: secondsIn(json, 'interval', DEFAULT_INTERVAL, 60) * 1000,
  };
}

const expired = () =>
  new TokenError('the code has expired before anybody signed in with it', {
    hint: 'Sign in again to get a new one.',
  });

/** What an error code means, in Atlas's words or in those of RFC 8628. */
function meaningOf(answer: FormAnswer): 'pending' | 'slowDown' | 'expired' | 'denied' | 'other' {
  const code = errorCodeOf(answer).toLowerCase();
  if (code.endsWith('pending')) return 'pending';
  if (code.endsWith('slow_down')) return 'slowDown';
  if (code.includes('expired')) return 'expired';
  return code.endsWith('denied') ? 'denied' : 'other';
}

/**
 * Asks at the service's interval until somebody has signed in.
 * @throws {TokenError} when the code has expired, or signing in was refused
 */
export async function waitForSession(
  system: System,
  service: Service,
  { deviceCode, endsAt, interval }: Authorization,
  signal: AbortSignal,
): Promise<Session> {
  const form = { device_code: deviceCode, grant_type: 'urn:ietf:params:oauth:grant-type:device_code' };
  const request = accountRequest(service, 'token', form, FAILURE);
  let unanswered = 0;
  for (let pause = interval; ; ) {
    if (system.now() + pause >= endsAt) throw expired();
    await system.sleep(pause);
    signal.throwIfAborted();
    let answer: FormAnswer;
    try {
      answer = await postForm(system, request, signal);
    } catch (error) {
      if (!(error instanceof TokenError) || ++unanswered > PATIENCE) throw error;
      pause += SLOWER;
      continue;
    }
    unanswered = 0;
    const session = sessionIn(answer);
    if (session) return session;
    const meaning = meaningOf(answer);
    if (meaning === 'expired') throw expired();
    if (meaning === 'denied')
      throw new TokenError('signing in was refused in the browser', {
        hint: 'Sign in again if that was a mistake.',
      });
    if (meaning === 'slowDown' || answer.status === 429) pause += SLOWER;
    else if (meaning === 'other') throw refusal(request, answer, [deviceCode], {});
  }
}
