/** How a request gets its Authorization, for each kind of credentials. */
import type { HttpResponse } from '../http/types.ts';
import type { System } from '../system/system.ts';
import { answerChallenge, chooseChallenge, type DigestChallenge, type DigestRequest } from './digest.ts';
import { kindOf } from './kinds/index.ts';
import type { Credentials } from './kinds/kind.ts';
import { type ChallengeMemory, challengeMemory, type RememberedChallenge } from './rememberedChallenge.ts';
import type { TokenSource } from './tokenSource.ts';

/** The parts of an answer that matter here. */
interface Reply {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
}

/** Carries a request out, as often as the kind of credentials needs, and returns the response that counts. */
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
const WARM_UP_CHALLENGE = 'Digest realm="", nonce="", algorithm=SHA-256, qop="auth"';

/**
 * Whether a nonce can be answered again by another run: only with `qop` is there a count, and in a session (`-sess`) the
 * first answer's cnonce counts for all that follow.
 */
const isReusable = ({ qop, session }: DigestChallenge): boolean => qop !== undefined && !session;

/** A challenge, and what there is to remember of it. */
interface KnownChallenge extends RememberedChallenge {
  readonly challenge: DigestChallenge;
}

/**
 * Digest: answers the remembered challenge at once, or asks for one. A 401 means that the request was not carried out,
 * so its challenge is answered; and once more when only the nonce was stale.
 */
function digestAuthorizer(
  system: System,
  memory: ChallengeMemory,
  username: string,
  password: string,
): Authorizer {
  const known = (remembered: RememberedChallenge): KnownChallenge | undefined => {
    const challenge = chooseChallenge(remembered.header);
    return challenge && { ...remembered, challenge };
  };
  const challengeIn = ({ status, headers }: Reply): KnownChallenge | undefined => {
    const header = status === 401 ? headers.get('www-authenticate') : null;
    return header ? known({ header, count: 1, sinceMs: system.now() }) : undefined;
  };

  return async (request, exchange) => {
    const authorizationFor = (challenge: DigestChallenge, count: number, cnonce: string) =>
      answerChallenge(challenge, request, { username, password, cnonce, count }, system.hash);

    async function answer({ challenge, header, count, sinceMs }: KnownChallenge) {
      const response = await exchange(authorizationFor(challenge, count, system.randomHex(CNONCE_BYTES)));
      if (response.status !== 401 && isReusable(challenge)) memory.put({ header, count: count + 1, sinceMs });
      return response;
    }

    function ask() {
      const asked = exchange(undefined);
      const warmUp = chooseChallenge(WARM_UP_CHALLENGE);
      if (warmUp) authorizationFor(warmUp, 1, '');
      return asked;
    }

    const taken = memory.take();
    const remembered = taken && known(taken);
    let response = await (remembered ? answer(remembered) : ask());
    // Without a new challenge, the refusal of a remembered one says nothing about the credentials.
    if (remembered && response.status === 401 && !challengeIn(response)) response = await ask();
    const asked = challengeIn(response);
    if (!asked) return response;
    response = await answer(asked);
    const renewed = challengeIn(response);
    return renewed?.challenge.stale ? answer(renewed) : response;
  };
}

/** Bearer (RFC 6750). A refused token is replaced once: 401 means that the request was not carried out. */
function bearerAuthorizer(load: () => Promise<TokenSource>): Authorizer {
  let loaded: Promise<TokenSource> | undefined;
  return async (_, exchange) => {
    loaded ??= load();
    const tokens = await loaded;
    const token = await tokens.current();
    const answer = await exchange(`Bearer ${token}`);
    if (answer.status !== 401) return answer;
    const other = await tokens.replace(token);
    return other === undefined ? answer : exchange(`Bearer ${other}`);
  };
}

/** @param baseUrl the only host that the credentials, and tokens made of them, may go to */
export function authorizer(system: System, baseUrl: string, credentials: Credentials): Authorizer {
  const { loadTokens } = kindOf(credentials);
  if (loadTokens) return bearerAuthorizer(async () => (await loadTokens())(system, baseUrl, credentials));
  const { owner, secret } = credentials;
  return digestAuthorizer(system, challengeMemory(system, baseUrl, owner), owner, secret);
}
