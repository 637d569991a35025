/** Service accounts: a token for client ID and secret (RFC 6749, section 4.4), shared by all runs until it ends. */
import { describeOrigin, propertyNameAt } from '../config/origin.ts';
import { MAX_RETRIES, retryDelayMs } from '../http/limits.ts';
import type { System } from '../system/system.ts';
import { apiKey } from './kinds/apiKey.ts';
import { type Credentials, howToSet } from './kinds/kind.ts';
import { type CachedToken, tokenCache } from './tokenCache.ts';
import { postForm, readToken, tokenRefusal } from './tokenEndpoint.ts';
import type { TokenSource } from './tokenSource.ts';

/** Atlas makes client IDs that begin so; those of other hosts may not. */
const ID_PREFIX = 'mdb_sa_id_';

const FAILURE = 'cannot get a token for the service account';

/** As the form of section 2.3.1 wants it, so that a colon in the ID cannot be taken for the one in the middle. */
const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

/**
 * Asks for a new token; waits when the service says that it was asked too often.
 * @throws {TokenError} when it cannot be had: what failed, where the client ID came from, what to do
 */
async function requestToken(
  system: System,
  baseUrl: string,
  { owner: clientId, secret: clientSecret, origin }: Credentials,
): Promise<CachedToken> {
  const basic = btoa(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`);
  const request = {
    url: `${baseUrl}api/oauth/token`,
    form: { grant_type: 'client_credentials' },
    headers: { authorization: `Basic ${basic}` },
    failure: FAILURE,
  };
  for (let retries = 0; ; retries++) {
    const asked = system.now();
    const answer = await postForm(system, request);
    const token = answer.status === 200 ? readToken(answer.json, 'access_token') : undefined;
    if (token !== undefined) {
      const seconds = answer.json?.['expires_in'];
      return { token, expiresAtMs: asked + (typeof seconds === 'number' ? seconds : 0) * 1000 };
    }
    const delayMs = retries < MAX_RETRIES ? retryDelayMs(answer) : undefined;
    if (delayMs !== undefined) {
      await system.sleep(delayMs);
      continue;
    }
    const wrong = clientId.startsWith(ID_PREFIX)
      ? `Check the service account, whose client_id came from ${describeOrigin(origin)}: the client ID or the secret is wrong, or the secret has expired.`
      : `The client_id, which came from ${describeOrigin(origin)}, does not begin with ${ID_PREFIX}, as those of service accounts do. If it is an API key: ${howToSet(apiKey, (property) => propertyNameAt(origin, property))}.`;
    throw tokenRefusal(request, answer, [clientSecret, basic], { 400: wrong, 401: wrong, 403: wrong });
  }
}

/** The service account's tokens; they go to this host only. */
export function serviceAccountTokens(system: System, baseUrl: string, credentials: Credentials): TokenSource {
  const { owner: clientId, secret: clientSecret } = credentials;
  const cache = tokenCache(system, { baseUrl, clientId, clientSecret });
  let used: { token: string; isFresh: boolean } | undefined;

  /** The token that another process has got meanwhile, or a new one. */
  const getReplacement = (refused?: string) =>
    cache.runExclusively(async () => {
      const cached = cache.read();
      if (cached !== undefined && cached !== refused) return { token: cached, isFresh: false };
      // What asks for a new one in vain must not leave the refused one to those who come next.
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
      // A token that was made just now is refused for another reason than its age.
      if (used?.isFresh) return undefined;
      used = await getReplacement(refused);
      return used.token;
    },
  };
}
