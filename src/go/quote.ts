/** Quoting as Go's strconv does it. Go strings are represented as byteString.ts describes. */
import { byteOfUnit, mapPieces } from './byteString.ts';
import { isPrint, isValidRune, REPLACEMENT } from './runes.ts';

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

function escapeRune(rune: number, delimiter: string, asciiOnly: boolean): string {
  const byte = byteOfUnit(rune);
  if (byte >= 0) return `\\x${hex(byte, 2)}`;
  if (rune === delimiter.charCodeAt(0) || rune === 0x5c) return `\\${String.fromCodePoint(rune)}`;
  if (isPrint(rune) && (rune < 0x80 || !asciiOnly)) return String.fromCodePoint(rune);
  const short = SHORT_ESCAPES[rune];
  if (short !== undefined) return short;
  if (rune < 0x20 || rune === 0x7f) return `\\x${hex(rune, 2)}`;
  return rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`;
}

/** Anything but printable ASCII without `"` and `\`: these characters need a closer look. */
const NOT_PLAIN = /[^ !#-[\]-~]/gu;

/** strconv.Quote; with `asciiOnly`, strconv.QuoteToASCII. */
export function quote(text: string, asciiOnly = false): string {
  const escapeCharacter = (character: string) => escapeRune(character.codePointAt(0) ?? 0, '"', asciiOnly);
  return `"${mapPieces(text, (piece) => piece.replace(NOT_PLAIN, escapeCharacter))}"`;
}

/** strconv.QuoteRune; with `asciiOnly`, strconv.QuoteRuneToASCII. An invalid rune is shown as U+FFFD. */
export function quoteRune(rune: number, asciiOnly = false): string {
  return `'${escapeRune(isValidRune(rune) ? rune : REPLACEMENT, "'", asciiOnly)}'`;
}

/** strconv.CanBackquote: whether a raw string literal can hold the text unchanged. */
export function canBackquote(text: string): boolean {
  for (const character of text) {
    const rune = character.codePointAt(0) ?? 0;
    if (byteOfUnit(rune) >= 0 || rune === 0xfeff || rune === 0x60 || rune === 0x7f) return false;
    if (rune < 0x20 && rune !== 9) return false;
  }
  return true;
}
