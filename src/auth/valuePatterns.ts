/** What the form of a value tells: what it cannot be, and what it looks like instead. */

/** A form by which a half of credentials is recognized wherever it turns up. */
export interface ValuePattern {
  readonly regExp: RegExp;
  /** As in "… holds a UUID". */
  readonly description: string;
}

/** What neither a public key nor a client ID has. Ops Manager knows others than Atlas's eight letters. */
export const FORBIDDEN_IN_ID = /[\s\p{C}{}"'`“”„‘’‚«»]/u;

/** What no private key or client secret has: Atlas makes them of letters, digits, `-` and `_`. */
export const FORBIDDEN_IN_SECRET = /[\s\p{C}]|^["'`“‘{]|["'`”’]$/u;

/** Tokens are sent as a part of a header. */
export const FORBIDDEN_IN_TOKEN = /[^\x21-\x7e]|^["'`{]|["'`]$/u;

/** Whether a value is a JSON object or array, as secret managers give them. */
export function isJson(value: string): boolean {
  if (!/^[{[]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

export const isQuoted = (value: string): boolean => /^["'`“‘„«].*["'`”’“»]$/su.test(value);

/** A character in words that hold for any character of its kind: the value may be a secret. */
export function describeCharacter(character: string): string {
  if (character === ' ') return 'a space';
  if (character === '\t') return 'a tab';
  if (/[\n\r\u2028\u2029]/.test(character)) return 'a line break';
  if (/[{}]/.test(character)) return 'a brace';
  if (/["'`“”„‘’‚«»]/.test(character)) return 'a quotation mark';
  if (/\s/.test(character)) return 'a space of an unusual kind';
  if (/\p{Cc}/u.test(character)) return 'a control character';
  return /\p{C}/u.test(character) ? 'an invisible character' : 'a character that is not ASCII';
}
