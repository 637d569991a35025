/** What Go's unicode and strconv packages say about single characters, and quoting built on it. */
import { inPieces, invalidByte, REPLACEMENT } from './bytes.ts';

let printable: RegExp | undefined;
/** What is known of each character of the basic plane: 0 nothing, 1 printable, 2 not. */
let known: Uint8Array | undefined;
let letterOrDigit: RegExp | undefined;

/** Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrint(rune: number): boolean {
  if (rune < 0x7f) return rune >= 0x20;
  if (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff)) return false;
  // Made on first use: most templates never need the Unicode tables.
  known ??= new Uint8Array(0x10000);
  if (known[rune]) return known[rune] === 1;
  printable ??= /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;
  const isPrintable = printable.test(String.fromCodePoint(rune));
  if (rune < 0x10000) known[rune] = isPrintable ? 1 : 2;
  return isPrintable;
}

/** What may be part of a name in a template: underscore, Unicode letters and decimal digits. */
export function isNameCharacter(rune: number): boolean {
  if (rune < 0x80) {
    return (
      (rune >= 0x61 && rune <= 0x7a) ||
      (rune >= 0x41 && rune <= 0x5a) ||
      (rune >= 0x30 && rune <= 0x39) ||
      rune === 0x5f
    );
  }
  letterOrDigit ??= /^[\p{L}\p{Nd}]$/u;
  return letterOrDigit.test(String.fromCodePoint(rune));
}

const SHORT_ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
};

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

function escapeRune(rune: number, quote: string, asciiOnly: boolean): string {
  const byte = invalidByte(rune);
  if (byte >= 0) return `\\x${hex(byte, 2)}`;
  if (rune === quote.charCodeAt(0) || rune === 0x5c) return `\\${String.fromCodePoint(rune)}`;
  if (rune < 0x80 ? rune >= 0x20 && rune < 0x7f : !asciiOnly && isPrint(rune)) {
    return String.fromCodePoint(rune);
  }
  const short = SHORT_ESCAPES[rune];
  if (short !== undefined) return short;
  if (rune < 0x20 || rune === 0x7f) return `\\x${hex(rune, 2)}`;
  return rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`;
}

/** What may not stand between quotes as it is, or is not surely printable. */
const NOT_PLAIN = /[^ !#-[\]-~]/gu;

/** strconv.Quote, or strconv.QuoteToASCII with `asciiOnly`. */
export function quote(text: string, asciiOnly = false): string {
  const escaped = (character: string) => escapeRune(character.codePointAt(0) ?? 0, '"', asciiOnly);
  return `"${inPieces(text, (piece) => piece.replace(NOT_PLAIN, escaped))}"`;
}

/** strconv.QuoteRune: what is no character is shown as U+FFFD. */
export function quoteRune(rune: number, asciiOnly = false): string {
  const valid = rune >= 0 && rune <= 0x10ffff && !(rune >= 0xd800 && rune <= 0xdfff);
  return `'${escapeRune(valid ? rune : REPLACEMENT, "'", asciiOnly)}'`;
}

/** strconv.CanBackquote: printable as a raw string without losing anything. */
export function canBackquote(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (invalidByte(code) >= 0 || code === 0xfeff || code === 0x60 || code === 0x7f) return false;
    if (code < 0x20 && code !== 9) return false;
  }
  return true;
}

/** fmt's `%#U`: `U+0023 '#'`, without the character when it cannot be printed. */
export function describeRune(rune: number): string {
  const code = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`;
  return isPrint(rune) ? `${code} '${String.fromCodePoint(rune)}'` : code;
}
