/** Gets tokens for service accounts (RFC 6749, section 4.4). All runs share a token until it expires. */
import { describeOrigin, propertyNameAt } from '../../config/origin.ts';
import { MAX_RETRIES, retryDelayMs } from '../../http/limits.ts';
import type { System } from '../../system/system.ts';
import { apiKey } from '../kinds/apiKey.ts';
import { type Credentials, howToSet } from '../kinds/kind.ts';
import { type CachedToken, tokenCache } from './tokenCache.ts';
import { postForm, readToken, tokenRefusal } from './tokenEndpoint.ts';
import type { TokenSource } from './tokenSource.ts';

/** The prefix of Atlas's client IDs. Other hosts can have other client IDs. */
const ID_PREFIX = 'mdb_sa_id_';

const FAILURE = 'cannot get a token for the service account';

/** Form-encodes a part of the Basic credentials (section 2.3.1), so that the ID cannot contain the separating colon. */
const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

/**
 * Requests a new token. Waits and retries if the service limits the rate of requests.
 * @throws {TokenError} if that fails, with the origin of the client ID and what to do
 */
async function requestToken(
  system: System,
  baseUrl: string,
  { identifier: clientId, secret: clientSecret, origin }: Credentials,
): Promise<CachedToken> {
  const basic = btoa(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`);
  const request = {
    url: `${baseUrl}api/oauth/token`,
    form: { grant_type: 'client_credentials' },
    headers: { authorization: `Basic ${basic}` },
    failure: FAILURE,
  };
  for (let retries = 0; ; retries++) {
    const requestedAtMs = system.now();
    const response = await postForm(system, request);
    const token = response.status === 200 ? readToken(response.json, 'access_token') : undefined;
    if (token !== undefined) {
      const seconds = response.json?.['expires_in'];
      return { token, expiresAtMs: requestedAtMs + (typeof seconds === 'number' ? seconds : 0) * 1000 };
    }
    const delayMs = retries < MAX_RETRIES ? retryDelayMs(response) : undefined;
    if (delayMs !== undefined) {
      await system.sleep(delayMs);
      continue;
    }
    const credentialsHint = clientId.startsWith(ID_PREFIX)
      ? `Check the service account, whose client_id came from ${describeOrigin(origin)}: the client ID or the secret is wrong, or the secret has expired.`
      : `The client_id, which came from ${describeOrigin(origin)}, does not begin with ${ID_PREFIX}, as those of service accounts do. If it is an API key: ${howToSet(apiKey, (property) => propertyNameAt(origin, property))}.`;
    throw tokenRefusal(request, response, [clientSecret, basic], {
      400: credentialsHint,
      401: credentialsHint,
      403: credentialsHint,
    });
  }
}

/** Creates the token source of a service account. Sends secrets and tokens only to this host. */
export function serviceAccountTokens(system: System, baseUrl: string, credentials: Credentials): TokenSource {
  const { identifier: clientId, secret: clientSecret } = credentials;
  const cache = tokenCache(system, { baseUrl, clientId, clientSecret });
  let used: { token: string; isFresh: boolean } | undefined;

  /** Returns a token that another process has saved in the meantime, or a new one. */
  const getReplacement = (refused?: string) =>
    cache.runExclusively(async () => {
      const cached = cache.read();
      if (cached !== undefined && cached !== refused) return { token: cached, isFresh: false };
      // If the request for a new token fails, later runs must not use the refused one.
      if (refused !== undefined) cache.remove();
      const fresh = await requestToken(system, baseUrl, credentials);
      cache.write(fresh);
      return { token: fresh.token, isFresh: true };
    });

  return {
    async current() {
      if (!used) {
        const cached = cache.read();
        used = cached === undefined ? await getReplacement() : { token: cached, isFresh: false };
      }
      return used.token;
    },
    async replace(refused) {
      // A new token has not expired, so another one would be refused too.
      if (used?.isFresh) return undefined;
      used = await getReplacement(refused);
      return used.token;
    },
  };
}
