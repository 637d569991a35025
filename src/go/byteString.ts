/**
 * Go strings as JavaScript strings.
 *
 * A Go string is a sequence of bytes, which need not be valid UTF-8. Here it is a JavaScript string in which each byte
 * that is not part of valid UTF-8 (half of a sliced character, or "\xff") is a lone low surrogate: byte 0x80 is U+DC80,
 * byte 0xFF is U+DCFF. Python's `surrogateescape` works the same way.
 *
 * Two rules follow. Text from outside goes through `toWellFormed()` first, so that a surrogate has no other meaning. And
 * code that concatenates such strings calls `rejoin`, because the bytes of one character may become neighbors.
 */

/** Where the code unit of byte 0x00 would be; only bytes of 0x80 and above have one. */
const FIRST_BYTE_UNIT = 0xdc00;

/** The byte that a code unit stands for, or -1 when it belongs to a character. Not for the second half of a pair. */
export function byteOfUnit(unit: number): number {
  return unit >= 0xdc80 && unit <= 0xdcff ? unit - FIRST_BYTE_UNIT : -1;
}

/** Whether the code unit is the first half of a surrogate pair. */
export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** How many code units to process at once. */
const PIECE_LENGTH = 4096;

/** Go's `len`: the number of bytes. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) length += 1;
    else if (isHighSurrogate(unit)) {
      length += 2;
      i++;
    } else if (byteOfUnit(unit) < 0) length += 2;
  }
  return length;
}

/** Go's `[]byte(text)`. */
export function toBytes(text: string): Uint8Array {
  if (text.isWellFormed()) return new TextEncoder().encode(text);
  const bytes = new Uint8Array(byteLength(text));
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const rune = text.codePointAt(i) ?? 0;
    if (rune < 0x80) bytes[length++] = rune;
    else if (rune < 0x800) {
      bytes[length++] = 0xc0 | (rune >> 6);
      bytes[length++] = 0x80 | (rune & 0x3f);
    } else if (byteOfUnit(rune) >= 0) bytes[length++] = byteOfUnit(rune);
    else if (rune < 0x10000) {
      bytes[length++] = 0xe0 | (rune >> 12);
      bytes[length++] = 0x80 | ((rune >> 6) & 0x3f);
      bytes[length++] = 0x80 | (rune & 0x3f);
    } else {
      bytes[length++] = 0xf0 | (rune >> 18);
      bytes[length++] = 0x80 | ((rune >> 12) & 0x3f);
      bytes[length++] = 0x80 | ((rune >> 6) & 0x3f);
      bytes[length++] = 0x80 | (rune & 0x3f);
      i++;
    }
  }
  return bytes;
}

/** Go's `string(bytes)`. */
export function fromBytes(bytes: ArrayLike<number>): string {
  const units = new Uint16Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; ) {
    const size = characterSize(bytes, i);
    const first = bytes[i] ?? 0;
    if (size === 0) units[length++] = FIRST_BYTE_UNIT + first;
    else if (size === 1) units[length++] = first;
    else {
      let rune = first & (0xff >> (size + 1));
      for (let j = 1; j < size; j++) rune = (rune << 6) | ((bytes[i + j] ?? 0) & 0x3f);
      if (rune < 0x10000) units[length++] = rune;
      else {
        units[length++] = 0xd7c0 + (rune >> 10);
        units[length++] = 0xdc00 | (rune & 0x3ff);
      }
    }
    i += size || 1;
  }
  let text = '';
  // In pieces, because each code unit becomes an argument on the stack.
  for (let i = 0; i < length; i += PIECE_LENGTH)
    text += String.fromCharCode(...units.subarray(i, Math.min(i + PIECE_LENGTH, length)));
  return text;
}

/** The size in bytes of the valid UTF-8 character at `i`; 0 when there is none. */
function characterSize(bytes: ArrayLike<number>, i: number): number {
  const first = bytes[i] ?? 0;
  if (first < 0x80) return 1;
  const size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  for (let j = 1; j < size; j++) {
    if (((bytes[i + j] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[i + 1] ?? 0;
  // Overlong forms, surrogates and code points above U+10FFFF are not valid UTF-8.
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return size;
}

/**
 * Maps a long string piece by piece, so that intermediate results stay small. No character is split between two pieces,
 * not even one that is present as bytes.
 */
export function mapPieces(text: string, map: (piece: string) => string): string {
  if (text.length <= PIECE_LENGTH) return map(text);
  const results: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + PIECE_LENGTH, text.length);
    // A character of UTF-8 has at most three bytes after the first.
    for (let count = 0; count < 3 && isContinuationByte(text.charCodeAt(end)); count++) end++;
    if (isHighSurrogate(text.charCodeAt(end - 1))) end++;
    results.push(map(text.slice(at, end)));
    at = end;
  }
  return results.join('');
}

/** A byte that can follow the first byte of a character. */
const isContinuationByte = (unit: number): boolean => byteOfUnit(unit) >= 0 && byteOfUnit(unit) < 0xc0;

/** Returns a function that maps each byte of a string. Calls `map` once for each of the 256 bytes. */
export function byteMapper(map: (byte: number) => string): (text: string) => string {
  let results: readonly string[] | undefined;
  return (text) => {
    results ??= Array.from({ length: 256 }, (_, byte) => map(byte));
    const table = results;
    return mapPieces(text, (piece) => Array.from(toBytes(piece), (byte) => table[byte]).join(''));
  };
}

/** The first byte of a character, followed by a byte that may continue it. */
const SPLIT_CHARACTER = /[\udcc2-\udcf4][\udc80-\udcbf]/;

/** Replaces bytes that form a character with the character. Call it after every concatenation. */
export function rejoin(text: string): string {
  if (text.isWellFormed() || !SPLIT_CHARACTER.test(text)) return text;
  return mapPieces(text, (piece) => (piece.isWellFormed() ? piece : fromBytes(toBytes(piece))));
}

/** Go's `text[from:to]`; `from` and `to` count bytes. */
export function sliceBytes(text: string, from: number, to: number): string {
  const first = characterAt(text, from);
  const last = characterAt(text, to);
  const part = ({ at, size }: Position, start: number, end?: number): string =>
    fromBytes(toBytes(text.slice(at, at + size)).slice(start, end));
  if (first.at === last.at) return part(first, first.offset, last.offset);
  const head = first.offset > 0 ? part(first, first.offset) : '';
  const begin = first.offset > 0 ? first.at + first.size : first.at;
  return head + text.slice(begin, last.at) + (last.offset > 0 ? part(last, 0, last.offset) : '');
}

/** The position of a byte: a character, by its index and size in code units, and the byte's offset in it. */
interface Position {
  readonly at: number;
  readonly size: number;
  readonly offset: number;
}

function characterAt(text: string, byte: number): Position {
  let rest = byte;
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    const isPair = isHighSurrogate(unit);
    const isByte = unit < 0x80 || byteOfUnit(unit) >= 0;
    const bytes = isByte ? 1 : unit < 0x800 ? 2 : isPair ? 4 : 3;
    const size = isPair ? 2 : 1;
    if (rest < bytes) return { at, size, offset: rest };
    rest -= bytes;
    at += size;
  }
  return { at: text.length, size: 0, offset: 0 };
}

/** Compares like Go's `<` for strings, byte by byte: negative, zero or positive. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // UTF-16 sorts surrogate pairs below U+E000…U+FFFF, UTF-8 sorts them above; and a lone surrogate is one byte.
    if ((x >= 0xd800 && y >= 0xd800) || byteOfUnit(x) >= 0 || byteOfUnit(y) >= 0)
      return compareBytes(toBytes(a), toBytes(b));
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
