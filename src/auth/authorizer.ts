/** Authorizes requests with each kind of credentials. */
import type { HttpResponse } from '../http/types.ts';
import type { System } from '../system/system.ts';
import {
  chooseChallenge,
  type DigestChallenge,
  type DigestRequest,
  digestAuthorization,
} from './digest/digest.ts';
import {
  type ChallengeMemory,
  challengeMemory,
  type RememberedChallenge,
} from './digest/rememberedChallenge.ts';
import { kindOf } from './kinds/index.ts';
import type { Credentials } from './kinds/kind.ts';
import type { TokenSource } from './tokens/tokenSource.ts';

/** The parts of a response that authorization depends on. */
interface AuthResponse {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
}

/** Sends a request, as often as the kind of credentials requires, and returns the final response. */
export type Authorizer = <R extends AuthResponse>(
  request: DigestRequest,
  exchange: (authorization: string | undefined) => Promise<R>,
) => Promise<R>;

const CNONCE_BYTES = 16;

/**
 * Responding to the first challenge takes 1 ms, because that loads code. So the program responds to this dummy challenge while
 * the first request is on its way. It does not use MD5, which a system in FIPS mode refuses.
 */
const WARM_UP_CHALLENGE = 'Digest realm="", nonce="", algorithm=SHA-256, qop="auth"';

/**
 * Whether another run can use the nonce again. This requires `qop`, without which requests have no count, and an algorithm
 * without `-sess`, whose hash contains the cnonce of the first request.
 */
const isReusable = ({ qop, session }: DigestChallenge): boolean => qop !== undefined && !session;

/**
 * HTTP Digest. Uses the remembered challenge, or sends a request without credentials to get one. A 401 means that the request
 * was not executed, so it is sent again for the new challenge, and once more if only the nonce was stale.
 */
function digestAuthorizer(
  system: System,
  memory: ChallengeMemory,
  username: string,
  password: string,
): Authorizer {
  const challengeIn = ({ status, headers }: AuthResponse): RememberedChallenge | undefined => {
    const header = status === 401 ? headers.get('www-authenticate') : null;
    const challenge = header ? chooseChallenge(header) : undefined;
    return challenge && { challenge, count: 1, sinceMs: system.now() };
  };

  return async (request, exchange) => {
    const authorizationFor = (challenge: DigestChallenge, count: number, cnonce: string) =>
      digestAuthorization(challenge, request, { username, password, cnonce, count }, system.hash);

    async function respondTo({ challenge, count, sinceMs }: RememberedChallenge) {
      const response = await exchange(authorizationFor(challenge, count, system.randomHex(CNONCE_BYTES)));
      // A remembered challenge has a higher count, and the memory has counted its use.
      if (count === 1 && response.status !== 401 && isReusable(challenge))
        await memory.remember({ challenge, count: 2, sinceMs });
      return response;
    }

    function requestChallenge() {
      const response = exchange(undefined);
      const warmUp = chooseChallenge(WARM_UP_CHALLENGE);
      if (warmUp) authorizationFor(warmUp, 1, '');
      return response;
    }

    const remembered = await memory.use();
    let response = await (remembered ? respondTo(remembered) : requestChallenge());
    // The server refused the remembered challenge without sending a new one, so request one.
    if (remembered && response.status === 401 && !challengeIn(response)) response = await requestChallenge();
    const newChallenge = challengeIn(response);
    if (!newChallenge) return response;
    response = await respondTo(newChallenge);
    const newerChallenge = challengeIn(response);
    return newerChallenge?.challenge.stale ? respondTo(newerChallenge) : response;
  };
}

/** Bearer tokens (RFC 6750). A 401 means that the request was not executed, so it is sent once more with another token. */
function bearerAuthorizer(load: () => Promise<TokenSource>): Authorizer {
  let loaded: Promise<TokenSource> | undefined;
  return async (_, exchange) => {
    loaded ??= load();
    const tokens = await loaded;
    const token = await tokens.current();
    const response = await exchange(`Bearer ${token}`);
    if (response.status !== 401) return response;
    const newToken = await tokens.replace(token);
    return newToken === undefined ? response : exchange(`Bearer ${newToken}`);
  };
}

/** Creates an authorizer. @param baseUrl the only host to which the credentials and their tokens are sent */
export function authorizer(system: System, baseUrl: string, credentials: Credentials): Authorizer {
  const { loadTokens } = kindOf(credentials);
  if (loadTokens) return bearerAuthorizer(async () => (await loadTokens())(system, baseUrl, credentials));
  const { identifier, secret } = credentials;
  const memory = challengeMemory(system, { baseUrl, publicKey: identifier, privateKey: secret });
  return digestAuthorizer(system, memory, identifier, secret);
}
