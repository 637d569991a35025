/** Patterns that tell a private key from a public one, and characters that no value can contain. */

/** A pattern that recognizes a value in the wrong place. */
export interface ValuePattern {
  readonly regExp: RegExp;
  /** A description for messages: `a UUID, which is the form of a private key`. */
  readonly description: string;
}

/** Characters that public keys and client IDs cannot contain. In Ops Manager, they need not be Atlas's eight letters. */
export const FORBIDDEN_IN_ID = /[\s\p{C}{}"'`“”„‘’‚«»]/u;

/** Characters that private keys and client secrets cannot contain: they consist of letters, digits, `-` and `_`. */
export const FORBIDDEN_IN_SECRET = /[\s\p{C}]|^["'`“‘{]|["'`”’]$/u;

/** Characters that tokens cannot contain, because they are sent in a header. */
export const FORBIDDEN_IN_TOKEN = /[^\x21-\x7e]|^["'`{]|["'`]$/u;

/** Whether a value is a JSON object or array, which secret managers return. */
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

/** Describes the kind of a character, but not the character itself, because it can be part of a secret. */
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
