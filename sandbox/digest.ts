/** The server side of HTTP Digest (RFC 7616). It shares no code with the client, so that they cannot share a mistake. */
import { createHash, randomBytes } from 'node:crypto';

const REALM = 'MMS Public API';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Parses `name="value", name=value`. */
function fieldsOf(header: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, name = '', quoted, bare] of header.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g))
    fields[name] = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '';
  return fields;
}

/** Issues nonces, which accept each count once, and checks the responses. */
export class DigestGuard<Key extends { readonly privateKey: string }> {
  private readonly nonces = new Map<string, number>();

  /** @param keyOf finds a key by its public key; undefined if there is none */
  constructor(private readonly keyOf: (publicKey: string) => Key | undefined) {}

  /** The WWW-Authenticate header of a 401. */
  challenge(): string {
    const nonce = randomBytes(16).toString('base64');
    this.nonces.set(nonce, 0);
    return `Digest realm="${REALM}", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=false`;
  }

  /** The key whose header answers a challenge for this request; undefined if the header is invalid. */
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
