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
export class DigestGuard<Key extends { readonly privateKey: string }> {
  private readonly nonces = new Map<string, number>();

  /** @param keyOf finds a key by its public key; undefined when there is none */
  constructor(private readonly keyOf: (publicKey: string) => Key | undefined) {}

  /** The WWW-Authenticate header of a 401. */
  challenge(): string {
    const nonce = randomBytes(16).toString('base64');
    this.nonces.set(nonce, 0);
    return `Digest realm="${REALM}", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=false`;
  }

  /** The key that answers one of our challenges for this very request; undefined when the header does not. */
  identify(authorization: string | null, method: string, uri: string): Key | undefined {
    if (!authorization?.startsWith('Digest ')) return undefined;
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
    if (lastCount === undefined || !(count > lastCount)) return undefined;
    this.nonces.set(nonce, count);
    const key = this.keyOf(username);
    if (!key) return undefined;
    const secret = md5(`${username}:${REALM}:${key.privateKey}`);
    const expected = md5(`${secret}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
    const isRight = realm === REALM && signed === uri && qop === 'auth' && response === expected;
    return isRight ? key : undefined;
  }
}
