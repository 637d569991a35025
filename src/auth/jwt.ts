/** What a JSON Web Token (RFC 7519) says of itself. Its signature is the service's business. */

export interface Claims {
  /** Whose token it is. */
  readonly subject: string | undefined;
  /** When it ends, in milliseconds since 1970; undefined when it does not say. */
  readonly expiresAtMs: number | undefined;
}

/** Undefined when it is no such token. */
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
