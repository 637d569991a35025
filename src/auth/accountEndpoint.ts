/** Where users sign in and out, and have their sessions renewed: what all requests there have in common. */
import { readClaims } from './jwt.ts';
import { type FormRequest, type FormResponse, readToken } from './tokenEndpoint.ts';

/** Which one, and for whom: Atlas for Government has sign-ins of its own. */
export interface AccountService {
  /** The base of all addresses, with a final slash. */
  readonly baseUrl: string;
  readonly isGov: boolean;
}

/** The program's own names at the two services, which are public. */
const CLIENT_ID = '0oabtxactgS3gHIR0297';
const GOVERNMENT_CLIENT_ID = '0oabtyfelbTBdoucy297';

/** What a session is for, in OAuth's words. */
export const SCOPE = 'openid profile offline_access';

/**
 * A request to one of the endpoints.
 * @param failure what cannot be done when it fails, for the error
 */
export const accountRequest = (
  { baseUrl, isGov }: AccountService,
  endpoint: 'authorize' | 'token' | 'revoke',
  form: Readonly<Record<string, string>>,
  failure: string,
): FormRequest => ({
  url: `${baseUrl}api/private/unauth/account/device/${endpoint}`,
  form: { client_id: isGov ? GOVERNMENT_CLIENT_ID : CLIENT_ID, ...form },
  headers: { accept: 'application/json' },
  failure,
});

/** What a sign-in or a refresh brings. */
export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** The session that the answer brings; undefined when it brings none. */
export function readSession({ status, json }: FormResponse): Session | undefined {
  const accessToken = readToken(json, 'access_token');
  const refreshToken = readToken(json, 'refresh_token');
  return status === 200 && accessToken !== undefined && readClaims(accessToken) && refreshToken !== undefined
    ? { accessToken, refreshToken }
    : undefined;
}
