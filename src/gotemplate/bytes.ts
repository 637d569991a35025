/**
 * Go strings are bytes, JavaScript strings are not: this file bridges the two without losing a byte.
 *
 * A Go string is kept as a JavaScript string. A byte that is not part of valid UTF-8 (half of a sliced
 * character, "\xff") is kept as a lone low surrogate: byte 0x80 is U+DC80 … byte 0xFF is U+DCFF. Text from
 * outside is made well-formed on the way in, so such a surrogate can mean nothing else. Joining two halves of
 * a character must give the character back: `rejoin` does that wherever strings are put together.
 */

const ESCAPE = 0xdc00;
export const REPLACEMENT = 0xfffd;

interface WellFormed {
  isWellFormed(): boolean;
  toWellFormed(): string;
}

// ES2024 methods that Node 20 and Bun have and the ES2023 types lack.
const asWellFormed = (text: string): WellFormed => text as unknown as WellFormed;

/** True when no byte of `text` is outside valid UTF-8. */
export function isClean(text: string): boolean {
  return asWellFormed(text).isWellFormed();
}

/** Text from outside (JSON, command line): lone surrogates become U+FFFD, as Go's decoders do. */
export function clean(text: string): string {
  return asWellFormed(text).isWellFormed() ? text : asWellFormed(text).toWellFormed();
}

/** How many bytes Go's `len` counts. */
export function byteLength(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) count += 1;
    else if (code >= 0xd800 && code < 0xdc00) {
      count += 2;
      i++;
    } else if (code < 0xdc80 || code > 0xdcff) count += 2;
  }
  return count;
}

/** The bytes of a Go string. */
export function toBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(byteLength(text));
  let to = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    if (code < 0x80) bytes[to++] = code;
    else if (code < 0x800) {
      bytes[to++] = 0xc0 | (code >> 6);
      bytes[to++] = 0x80 | (code & 0x3f);
    } else if (code >= 0xdc80 && code <= 0xdcff) bytes[to++] = code - ESCAPE;
    else if (code < 0x10000) {
      bytes[to++] = 0xe0 | (code >> 12);
      bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[to++] = 0x80 | (code & 0x3f);
    } else {
      bytes[to++] = 0xf0 | (code >> 18);
      bytes[to++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[to++] = 0x80 | (code & 0x3f);
      i++;
    }
  }
  return bytes;
}

/** A Go string from bytes; bytes that are no valid UTF-8 are kept, one by one. */
export function fromBytes(bytes: ArrayLike<number>): string {
  const units = new Uint16Array(bytes.length);
  let to = 0;
  for (let i = 0; i < bytes.length; ) {
    const size = runeSize(bytes, i);
    const lead = bytes[i] ?? 0;
    if (size === 0) units[to++] = ESCAPE + lead;
    else if (size === 1) units[to++] = lead;
    else {
      let rune = lead & (0xff >> (size + 1));
      for (let j = 1; j < size; j++) rune = (rune << 6) | ((bytes[i + j] ?? 0) & 0x3f);
      if (rune < 0x10000) units[to++] = rune;
      else {
        units[to++] = 0xd7c0 + (rune >> 10);
        units[to++] = 0xdc00 | (rune & 0x3ff);
      }
    }
    i += size || 1;
  }
  let text = '';
  for (let at = 0; at < to; at += PIECE)
    text += String.fromCharCode(...units.subarray(at, Math.min(at + PIECE, to)));
  return text;
}

/** How many code units to work on at once, so that what is made on the way stays small. */
const PIECE = 4096;

/** What `work` makes of the text, piece by piece; no character is cut, not even one that is in single bytes. */
export function inPieces(text: string, work: (piece: string) => string): string {
  if (text.length <= PIECE) return work(text);
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + PIECE, text.length);
    // The other half of a pair, or what may be the end of a character in bytes.
    for (let more = 0; more < 3 && isContinuation(text.charCodeAt(end)); more++) end++;
    if (isHalf(text.charCodeAt(end - 1))) end++;
    parts.push(work(text.slice(at, end)));
    at = end;
  }
  return parts.join('');
}

/** The same for each byte of the text on its own; `work` is asked once for each of the 256. */
export function byBytes(work: (byte: number) => string): (text: string) => string {
  let table: readonly string[] | undefined;
  return (text) => {
    table ??= Array.from({ length: 256 }, (_, byte) => work(byte));
    const all = table;
    return inPieces(text, (piece) => Array.from(toBytes(piece), (byte) => all[byte]).join(''));
  };
}

const isContinuation = (code: number): boolean => code >= 0xdc80 && code <= 0xdcbf;
const isHalf = (code: number): boolean => code >= 0xd800 && code < 0xdc00;

/** How many bytes the valid UTF-8 character at `i` has; 0 when there is none. */
function runeSize(bytes: ArrayLike<number>, i: number): number {
  const lead = bytes[i] ?? 0;
  if (lead < 0x80) return 1;
  const size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  for (let j = 1; j < size; j++) {
    if (((bytes[i + j] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[i + 1] ?? 0;
  // Overlong forms, surrogates and anything above U+10FFFF are not UTF-8.
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  return size;
}

/** A first byte of a character, and one that may follow it. */
const CUT_CHARACTER = /[\udcc2-\udcf4][\udc80-\udcbf]/;

/** Puts bytes that became neighbours together again: needed after every concatenation. */
export function rejoin(text: string): string {
  if (isClean(text) || !CUT_CHARACTER.test(text)) return text;
  return inPieces(text, (piece) => (isClean(piece) ? piece : fromBytes(toBytes(piece))));
}

/** Go's `s[from:to]`. */
export function sliceBytes(text: string, from: number, to: number): string {
  const first = characterAt(text, from);
  const last = characterAt(text, to);
  const part = ({ at, size }: Place, start: number, end?: number): string =>
    fromBytes(toBytes(text.slice(at, at + size)).slice(start, end));
  if (first.at === last.at) return part(first, first.inside, last.inside);
  const head = first.inside > 0 ? part(first, first.inside) : '';
  const begin = first.inside > 0 ? first.at + first.size : first.at;
  return head + text.slice(begin, last.at) + (last.inside > 0 ? part(last, 0, last.inside) : '');
}

/** A character: its code units in the text, and how many of its bytes come before the byte looked for. */
interface Place {
  readonly at: number;
  readonly size: number;
  readonly inside: number;
}

function characterAt(text: string, byte: number): Place {
  let rest = byte;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const isPair = code >= 0xd800 && code < 0xdc00;
    const isByte = code < 0x80 || invalidByte(code) >= 0;
    const width = isByte ? 1 : code < 0x800 ? 2 : isPair ? 4 : 3;
    const size = isPair ? 2 : 1;
    if (rest < width) return { at, size, inside: rest };
    rest -= width;
    at += size;
  }
  return { at: text.length, size: 0, inside: 0 };
}

/** How many characters Go's `utf8.RuneCountInString` counts: an invalid byte is one character. */
export function runeCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00) count--;
  }
  return count;
}

/** The first `count` characters. */
export function takeRunes(text: string, count: number): string {
  if (text.length <= count) return text;
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken++) {
    const code = text.charCodeAt(end);
    end += code >= 0xd800 && code < 0xdc00 ? 2 : 1;
  }
  return text.slice(0, end);
}

/** The byte that the code unit stands for, or -1 when it is a character. */
export function invalidByte(code: number): number {
  return code >= 0xdc80 && code <= 0xdcff ? code - ESCAPE : -1;
}

/** A character as Go's `string(rune)` makes it: what is no character becomes U+FFFD. */
export function runeText(rune: number): string {
  const valid = rune >= 0 && rune <= 0x10ffff && !(rune >= 0xd800 && rune <= 0xdfff);
  return String.fromCodePoint(valid ? rune : REPLACEMENT);
}

/** Compares as Go's `<` does on strings: byte by byte. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // UTF-16 puts surrogate pairs below U+E000…U+FFFF, bytes put them above.
    if (x >= 0xd800 && y >= 0xd800) return compareBytes(toBytes(a), toBytes(b));
    if (invalidByte(x) >= 0 || invalidByte(y) >= 0) return compareBytes(toBytes(a), toBytes(b));
    return x - y;
  }
  return a.length - b.length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The exact bytes of a Go string, for writing them out. */
export function goBytes(text: string): Uint8Array {
  return text.isWellFormed() ? new TextEncoder().encode(text) : toBytes(text);
}
