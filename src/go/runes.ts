/** Runes, which are Go's code points: in Go strings, and as package unicode classifies them. */
import { isHighSurrogate } from './byteString.ts';

/** U+FFFD, which Go puts in place of anything that is not a rune. */
export const REPLACEMENT = 0xfffd;

/** Go's utf8.ValidRune. */
export function isValidRune(rune: number): boolean {
  return rune >= 0 && rune <= 0x10ffff && !(rune >= 0xd800 && rune <= 0xdfff);
}

/** Go's `string(rune)`. */
export function runeToString(rune: number): string {
  return String.fromCodePoint(isValidRune(rune) ? rune : REPLACEMENT);
}

/** Go's utf8.RuneCountInString: each invalid byte counts as one rune. */
export function runeCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) if (isHighSurrogate(text.charCodeAt(i))) count--;
  return count;
}

/** The first `count` runes. */
export function firstRunes(text: string, count: number): string {
  if (text.length <= count) return text;
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken++)
    end += isHighSurrogate(text.charCodeAt(end)) ? 2 : 1;
  return text.slice(0, end);
}

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

/** Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrint(rune: number): boolean {
  if (rune < 0x7f) return rune >= 0x20;
  return isValidRune(rune) && PRINTABLE.test(String.fromCodePoint(rune));
}
