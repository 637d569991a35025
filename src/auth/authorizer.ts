/** How a request gets its Authorization, for each kind of credentials. */
import type { HttpResponse } from '../http/types.ts';
import type { System } from '../system/system.ts';
import { answerChallenge, chooseChallenge, type DigestChallenge, type DigestRequest } from './digest.ts';
import { kindOf } from './kinds/index.ts';
import type { Credentials } from './kinds/kind.ts';
import type { TokenSource } from './tokenSource.ts';

/** The parts of an answer that matter here. */
interface Reply {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
}

/**
 * Carries a request out, as often as the kind of credentials needs, and returns the answer that counts.
 * @param refused is told when the request was not carried out, and something else is asked for before it is sent again
 */
export type Authorizer = <R extends Reply>(
  request: DigestRequest,
  exchange: (authorization: string | undefined) => Promise<R>,
  refused: () => void,
) => Promise<R>;

const CNONCE_BYTES = 16;

/**
 * Reading a challenge and hashing an answer take 1 ms the first time, for what they load. So both are done once for
 * nothing while the first request is on its way. Not with MD5, which a system in FIPS mode refuses, even where the
 * service then asks for another.
 */
const REHEARSAL = 'Digest realm="", nonce="", algorithm=SHA-256, qop="auth"';

const challengeIn = ({ status, headers }: Reply): DigestChallenge | undefined =>
  status === 401 ? chooseChallenge(headers.get('www-authenticate') ?? '') : undefined;

/** Digest: asks without credentials, answers the challenge, and once more when only the nonce was stale. */
function digestAuthorizer(system: System, username: string, password: string): Authorizer {
  return async (request, exchange) => {
    const authorizationFor = (challenge: DigestChallenge, cnonce = system.randomHex(CNONCE_BYTES)) =>
      answerChallenge(challenge, request, { username, password, cnonce, count: 1 }, system.hash);
    const asked = exchange(undefined);
    const rehearsal = chooseChallenge(REHEARSAL);
    if (rehearsal) authorizationFor(rehearsal, '');
    const first = await asked;
    const challenge = challengeIn(first);
    if (!challenge) return first;
    const second = await exchange(authorizationFor(challenge));
    const renewed = challengeIn(second);
    return renewed?.stale ? exchange(authorizationFor(renewed)) : second;
  };
}

/** Bearer (RFC 6750). A refused token is replaced once: 401 means that the request was not carried out. */
function bearerAuthorizer(load: () => Promise<TokenSource>): Authorizer {
  let loaded: Promise<TokenSource> | undefined;
  return async (_, exchange, refused) => {
    loaded ??= load();
    const tokens = await loaded;
    const token = await tokens.current();
    const answer = await exchange(`Bearer ${token}`);
    if (answer.status !== 401) return answer;
    refused();
    const other = await tokens.after(token);
    return other === undefined ? answer : exchange(`Bearer ${other}`);
  };
}

/** @param baseUrl the only host that the credentials, and tokens made of them, may go to */
export function authorizer(system: System, baseUrl: string, credentials: Credentials): Authorizer {
  const { loadTokens } = kindOf(credentials);
  return loadTokens
    ? bearerAuthorizer(async () => (await loadTokens())(system, baseUrl, credentials))
    : digestAuthorizer(system, credentials.owner, credentials.secret);
}
