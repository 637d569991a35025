/** Requests to the endpoint where users sign in and out and refresh their sessions. */
import { readClaims } from './jwt.ts';
import { type FormRequest, type FormResponse, readToken } from './tokenEndpoint.ts';

/** The service to sign in to. Atlas for Government has its own accounts. */
export interface AccountService {
  /** The base URL, with a final slash. */
  readonly baseUrl: string;
  readonly isGov: boolean;
}

/** The OAuth client IDs of the Atlas CLI for Atlas and Atlas for Government. They are public. */
const CLIENT_ID = '0oabtxactgS3gHIR0297';
const GOVERNMENT_CLIENT_ID = '0oabtyfelbTBdoucy297';

/** The OAuth scopes of a session. */
export const SCOPE = 'openid profile offline_access';

/**
 * Creates a request.
 * @param failure begins the error message if the request fails; see FormRequest
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

/** The tokens that a sign-in or a refresh returns. */
export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** The session in the response; undefined if there is none. */
export function readSession({ status, json }: FormResponse): Session | undefined {
  const accessToken = readToken(json, 'access_token');
  const refreshToken = readToken(json, 'refresh_token');
  return status === 200 && accessToken !== undefined && readClaims(accessToken) && refreshToken !== undefined
    ? { accessToken, refreshToken }
    : undefined;
}
