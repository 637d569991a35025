/** The server's side of HTTP Digest (RFC 7616), written apart from the program's so that neither repeats the other's errors. */
import { createHash, randomBytes } from 'node:crypto';

const REALM = 'MMS Public API';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** `name="value", name=value` as an object. */
function fieldsOf(header: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, name = '', quoted, bare] of header.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g))
    fields[name] = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
  return fields;
}

/** Hands out nonces, each good for one request with each count, and checks what comes back. */
export class DigestGuard {
  private readonly nonces = new Map<string, number>();

  /** @param privateKeyOf the other half of a public key; undefined when there is no such key */
  constructor(private readonly privateKeyOf: (publicKey: string) => string | undefined) {}

  /** The WWW-Authenticate header of a 401. */
  challenge(): string {
    const nonce = randomBytes(16).toString('base64');
    this.nonces.set(nonce, 0);
    return `Digest realm="${REALM}", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=false`;
  }

  /** Whether the Authorization header answers one of our challenges for this very request. */
  admits(authorization: string | null, method: string, uri: string): boolean {
    if (!authorization?.startsWith('Digest ')) return false;
    const {
      username = '',
      realm,
      nonce = '',
      uri: signed,
      qop,
      nc = '',
      cnonce,
      response,
    } = fieldsOf(authorization);
    const lastCount = this.nonces.get(nonce);
    const count = Number.parseInt(nc, 16);
    if (lastCount === undefined || !(count > lastCount)) return false;
    this.nonces.set(nonce, count);
    const privateKey = this.privateKeyOf(username);
    if (privateKey === undefined) return false;
    const secret = md5(`${username}:${REALM}:${privateKey}`);
    const expected = md5(`${secret}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
    return realm === REALM && signed === uri && qop === 'auth' && response === expected;
  }
}
