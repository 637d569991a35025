/** HTTP Digest access authentication (RFC 7616). These functions are pure: the caller provides hashes and random bytes. */
import type { HashAlgorithm } from '../system/system.ts';
import { parseChallenges } from './challenge.ts';

/** A Digest challenge that can be answered. */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  /** In the server's spelling, which is sent back; undefined if the challenge names none, which means MD5. */
  readonly algorithm: string | undefined;
  readonly hash: HashAlgorithm;
  /** Whether the algorithm is a `-sess` one, which includes the nonces in the first hash. */
  readonly session: boolean;
  readonly qop: 'auth' | 'auth-int' | undefined;
  /** Whether the request was refused only because the nonce was too old. */
  readonly stale: boolean;
  readonly userhash: boolean;
}

/** The weakest algorithm first. The client must use the strongest one that it supports (RFC 7616, section 3.7). */
const ALGORITHMS: readonly { name: string; hash: HashAlgorithm; session: boolean }[] = [
  { name: 'MD5', hash: 'md5', session: false },
  { name: 'MD5-SESS', hash: 'md5', session: true },
  { name: 'SHA-256', hash: 'sha256', session: false },
  { name: 'SHA-256-SESS', hash: 'sha256', session: true },
  { name: 'SHA-512-256', hash: 'sha512-256', session: false },
  { name: 'SHA-512-256-SESS', hash: 'sha512-256', session: true },
];

const strength = (name: string | undefined): number =>
  ALGORITHMS.findIndex((algorithm) => algorithm.name === (name ?? 'MD5').toUpperCase());

function preferredQop(offered: string | undefined): DigestChallenge['qop'] | 'none known' {
  if (offered === undefined) return undefined;
  const values = offered.split(',').map((value) => value.trim().toLowerCase());
  if (values.includes('auth')) return 'auth';
  return values.includes('auth-int') ? 'auth-int' : 'none known';
}

function parseDigestChallenge(params: ReadonlyMap<string, string>): DigestChallenge | undefined {
  const realm = params.get('realm');
  const nonce = params.get('nonce');
  const algorithm = ALGORITHMS[strength(params.get('algorithm'))];
  const qop = preferredQop(params.get('qop'));
  if (realm === undefined || nonce === undefined || !algorithm || qop === 'none known') return undefined;
  return {
    realm,
    nonce,
    opaque: params.get('opaque'),
    algorithm: params.get('algorithm'),
    hash: algorithm.hash,
    session: algorithm.session,
    qop,
    stale: params.get('stale')?.toLowerCase() === 'true',
    userhash: params.get('userhash')?.toLowerCase() === 'true',
  };
}

/** The strongest Digest challenge of a WWW-Authenticate header; undefined if none can be answered. */
export function chooseChallenge(header: string): DigestChallenge | undefined {
  return parseChallenges(header)
    .filter(({ scheme }) => scheme === 'digest')
    .map(({ params }) => parseDigestChallenge(params))
    .filter((challenge) => challenge !== undefined)
    .reduce<DigestChallenge | undefined>(
      (best, next) => (best && strength(best.algorithm) >= strength(next.algorithm) ? best : next),
      undefined,
    );
}

export interface DigestRequest {
  readonly method: string;
  /** The path and query of the request line. */
  readonly uri: string;
  readonly body: string;
}

export interface DigestSecrets {
  readonly username: string;
  readonly password: string;
  /** A random value, new for each request. */
  readonly cnonce: string;
  /** The number of requests with this nonce, including this one. */
  readonly count: number;
}

const quoted = (text: string): string =>
  text.includes('"') || text.includes('\\') ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;

/** The extended notation of RFC 8187, for user names that a quoted string cannot contain. */
const encodeExtended = (text: string): string =>
  `UTF-8''${encodeURIComponent(text).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;

/** The value of the Authorization header that answers a challenge (RFC 7616, section 3.4). */
export function answerChallenge(
  challenge: DigestChallenge,
  request: DigestRequest,
  { username, password, cnonce, count }: DigestSecrets,
  hash: (algorithm: HashAlgorithm, text: string) => string,
): string {
  const { realm, nonce, opaque, algorithm, session, qop, userhash } = challenge;
  const h = (...parts: string[]) => hash(challenge.hash, parts.join(':'));
  const nc = count.toString(16).padStart(8, '0');
  const login = h(username, realm, password);
  const a1 = session ? h(login, nonce, cnonce) : login;
  const a2 =
    qop === 'auth-int' ? h(request.method, request.uri, h(request.body)) : h(request.method, request.uri);
  const response = qop ? h(a1, nonce, nc, cnonce, qop, a2) : h(a1, nonce, a2);

  const needsExtended = !userhash && /[^ -~]/.test(username);
  const name = userhash
    ? quoted(h(username, realm))
    : needsExtended
      ? encodeExtended(username)
      : quoted(username);
  const fields: [string, string | undefined][] = [
    [needsExtended ? 'username*' : 'username', name],
    ['realm', quoted(realm)],
    ['uri', quoted(request.uri)],
    ['algorithm', algorithm],
    ['nonce', quoted(nonce)],
    ['nc', qop && nc],
    // Without qop, the cnonce is sent only if the session's hash needs it.
    ['cnonce', qop || session ? quoted(cnonce) : undefined],
    ['qop', qop],
    ['response', quoted(response)],
    ['opaque', opaque === undefined ? undefined : quoted(opaque)],
    ['userhash', userhash ? 'true' : undefined],
  ];
  return `Digest ${fields
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')}`;
}
