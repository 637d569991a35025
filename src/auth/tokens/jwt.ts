/** Reads JSON Web Tokens (RFC 7519). Does not check the signature, because only Atlas relies on it. */

export interface Claims {
  /** The owner of the token. */
  readonly subject: string | undefined;
  /** When the token expires, in milliseconds since 1970; undefined if it does not say. */
  readonly expiresAtMs: number | undefined;
}

/** The claims of a token; undefined if it is not a JSON Web Token. */
export function readClaims(token: string): Claims | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const base64 = (parts[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims !== 'object' || claims === null) return undefined;
    const { sub, exp } = claims as { sub?: unknown; exp?: unknown };
    return {
      subject: typeof sub === 'string' && sub !== '' ? sub : undefined,
      expiresAtMs: typeof exp === 'number' ? exp * 1000 : undefined,
    };
  } catch {
    return undefined;
  }
}
