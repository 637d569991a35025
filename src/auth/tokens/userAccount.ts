/** Gets tokens for user accounts: the access token of the sign-in, refreshed after it has expired (RFC 6749, section 6). */

import { CliError, InterruptedError } from '../../base/errors.ts';
import type { ConfigEditor } from '../../config/file/configEditor.ts';
import { describeOrigin } from '../../config/origin.ts';
import type { System } from '../../system/system.ts';
import { warn } from '../../terminal/warnings.ts';
import type { Credentials } from '../kinds/kind.ts';
import { signInHint } from '../signInHint.ts';
import { accountRequest, readSession, SCOPE, type Session } from './accountEndpoint.ts';
import { readClaims } from './jwt.ts';
import { isToken, postForm, tokenRefusal } from './tokenEndpoint.ts';
import { TokenError } from './tokenError.ts';
import type { TokenSource } from './tokenSource.ts';

const REFUSED = new Set([400, 401, 403]);

async function refresh(
  system: System,
  baseUrl: string,
  credentials: Credentials,
  refreshToken: string,
): Promise<Session> {
  const { isGov } = credentials;
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, scope: SCOPE };
  const request = accountRequest({ baseUrl, isGov }, 'token', form, 'cannot refresh the session');
  const response = await postForm(system, request);
  const session = readSession(response);
  if (session) return session;
  if (REFUSED.has(response.status))
    throw new TokenError('session expired', { hint: signInHint(credentials) });
  throw tokenRefusal(request, response, [refreshToken], {});
}

/** Refreshes the token and saves it in the profile. Uses the token that another process has saved in the meantime, if any. */
async function refreshInProfile(
  system: System,
  baseUrl: string,
  credentials: Credentials,
  profile: string,
): Promise<string> {
  const { editConfigFile } = await import('../../config/file/edit.ts');
  let token: string | undefined;
  const edit = async (config: ConfigEditor) => {
    const saved = config.get(profile, 'access_token');
    if (typeof saved === 'string' && saved !== credentials.identifier && isUsable(system, saved)) {
      token = saved;
      return;
    }
    const refreshToken = config.get(profile, 'refresh_token');
    const session = await refresh(
      system,
      baseUrl,
      credentials,
      typeof refreshToken === 'string' && isToken(refreshToken) ? refreshToken : credentials.secret,
    );
    token = session.accessToken;
    config.set(profile, 'access_token', session.accessToken);
    config.set(profile, 'refresh_token', session.refreshToken);
  };
  try {
    const access = { secretsOf: () => [profile], isRefresh: true as const };
    // A new session in the file would be hidden by the old one in the keyring.
    const isInKeyring = credentials.origin.kind === 'keyring';
    await editConfigFile(system, edit, isInKeyring ? { ...access, failsIf: 'missing' } : access);
  } catch (error) {
    if (!(error instanceof CliError) || error instanceof InterruptedError) throw error;
    if (error instanceof TokenError) throw error;
    if (token === undefined)
      throw new TokenError(`cannot refresh the session: ${error.message}`, {
        hint: error.hint,
        cause: error,
      });
    await warn(
      system,
      `the refreshed session could not be saved, so you may have to sign in again: ${error.message}`,
    );
  }
  return token ?? credentials.identifier;
}

/** Whether the text is a token that has not expired. */
const isUsable = (system: System, token: string): boolean => {
  const claims = isToken(token) ? readClaims(token) : undefined;
  return claims !== undefined && (claims.expiresAtMs === undefined || claims.expiresAtMs > system.now());
};

/** Creates the token source of a user account. Sends tokens only to this host. */
export function userAccountTokens(system: System, baseUrl: string, credentials: Credentials): TokenSource {
  const { identifier: accessToken, secret: refreshToken, origin } = credentials;
  let used: Promise<string> | undefined;

  async function getUsableToken(): Promise<string> {
    if (!readClaims(accessToken))
      throw new TokenError(
        `the access token of the user account is invalid: it came from ${describeOrigin(origin)}`,
        {
          hint: signInHint(credentials),
        },
      );
    if (isUsable(system, accessToken)) return accessToken;
    return origin.kind === 'profile' || origin.kind === 'keyring'
      ? refreshInProfile(system, baseUrl, credentials, origin.name)
      : (await refresh(system, baseUrl, credentials, refreshToken)).accessToken;
  }

  return {
    async current() {
      used ??= getUsableToken();
      return used;
    },
    // A refused token means that the service has ended the session, so a refresh would fail too.
    replace: async () => undefined,
  };
}
