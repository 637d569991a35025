/** How a request gets its Authorization, for each kind of credentials. */
import type { HttpResponse, System } from '../system/system.ts';
import type { Credentials } from './credentials.ts';
import { answerChallenge, chooseChallenge, type DigestChallenge, type DigestRequest } from './digest.ts';

/** The parts of an answer that matter here. */
interface Reply {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
}

/** Carries a request out, as often as the kind of credentials needs, and returns the answer that counts. */
export type Authorizer = <R extends Reply>(
  request: DigestRequest,
  exchange: (authorization: string | undefined) => Promise<R>,
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

export function authorizer(system: System, credentials: Credentials): Authorizer {
  switch (credentials.kind) {
    case 'apiKeys':
      return digestAuthorizer(system, credentials.publicKey, credentials.privateKey);
  }
}
