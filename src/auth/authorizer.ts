/** Authorizes requests with each kind of credentials. */
import type { HttpResponse } from '../http/types.ts';
import type { System } from '../system/system.ts';
import { answerChallenge, chooseChallenge, type DigestChallenge, type DigestRequest } from './digest.ts';
import { kindOf } from './kinds/index.ts';
import type { Credentials } from './kinds/kind.ts';
import { type ChallengeMemory, challengeMemory, type RememberedChallenge } from './rememberedChallenge.ts';
import type { TokenSource } from './tokenSource.ts';

/** The parts of a response that matter here. */
interface Reply {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
}

/** Sends a request, as often as the kind of credentials requires, and returns the final response. */
export type Authorizer = <R extends Reply>(
  request: DigestRequest,
  exchange: (authorization: string | undefined) => Promise<R>,
) => Promise<R>;

const CNONCE_BYTES = 16;

/**
 * The first challenge takes 1 ms to parse and answer, because that loads code. So the program answers this dummy challenge
 * while the first request is on its way. It does not use MD5, which a system in FIPS mode refuses.
 */
const WARM_UP_CHALLENGE = 'Digest realm="", nonce="", algorithm=SHA-256, qop="auth"';

/**
 * Whether another run can use the nonce again. It needs `qop`, because there is no count without it. It cannot use a session
 * (`-sess`), whose hash contains the cnonce of the first request.
 */
const isReusable = ({ qop, session }: DigestChallenge): boolean => qop !== undefined && !session;

/**
 * HTTP Digest. Answers the remembered challenge, or sends a request without credentials to get one. A 401 means that the
 * request was not executed, so the new challenge is answered, and once more if only the nonce was stale.
 */
function digestAuthorizer(
  system: System,
  memory: ChallengeMemory,
  username: string,
  password: string,
): Authorizer {
  const challengeIn = ({ status, headers }: Reply): RememberedChallenge | undefined => {
    const header = status === 401 ? headers.get('www-authenticate') : null;
    const challenge = header ? chooseChallenge(header) : undefined;
    return challenge && { challenge, count: 1, sinceMs: system.now() };
  };

  return async (request, exchange) => {
    const authorizationFor = (challenge: DigestChallenge, count: number, cnonce: string) =>
      answerChallenge(challenge, request, { username, password, cnonce, count }, system.hash);

    async function answer({ challenge, count, sinceMs }: RememberedChallenge) {
      const response = await exchange(authorizationFor(challenge, count, system.randomHex(CNONCE_BYTES)));
      // A remembered challenge has a higher count, and the memory has counted its use.
      if (count === 1 && response.status !== 401 && isReusable(challenge))
        await memory.put({ challenge, count: 2, sinceMs });
      return response;
    }

    function ask() {
      const asked = exchange(undefined);
      const warmUp = chooseChallenge(WARM_UP_CHALLENGE);
      if (warmUp) authorizationFor(warmUp, 1, '');
      return asked;
    }

    const remembered = await memory.take();
    let response = await (remembered ? answer(remembered) : ask());
    // If a 401 for a remembered challenge has no new challenge, the credentials may still be right.
    if (remembered && response.status === 401 && !challengeIn(response)) response = await ask();
    const asked = challengeIn(response);
    if (!asked) return response;
    response = await answer(asked);
    const renewed = challengeIn(response);
    return renewed?.challenge.stale ? answer(renewed) : response;
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
    const other = await tokens.replace(token);
    return other === undefined ? response : exchange(`Bearer ${other}`);
  };
}

/** Creates an authorizer. @param baseUrl the only host to which the credentials and their tokens are sent */
export function authorizer(system: System, baseUrl: string, credentials: Credentials): Authorizer {
  const { loadTokens } = kindOf(credentials);
  if (loadTokens) return bearerAuthorizer(async () => (await loadTokens())(system, baseUrl, credentials));
  const { owner, secret } = credentials;
  const memory = challengeMemory(system, { baseUrl, publicKey: owner, privateKey: secret });
  return digestAuthorizer(system, memory, owner, secret);
}
