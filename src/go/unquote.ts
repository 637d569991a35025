/** The text of string literals and the rune of character literals, as Go's strconv.Unquote reads them. */
import { fromBytes, toBytes } from './byteString.ts';
import { isValidRune } from './runes.ts';

const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
};

/** One character or escape of a literal: what it stands for, and the index after it. */
interface Unquoted {
  readonly bytes: Iterable<number>;
  readonly rune: number;
  readonly next: number;
}

/** Reads one character or escape at `at`; undefined when a literal in these quotes cannot contain it. */
function unquoteOne(literal: string, index: number, delimiter: string): Unquoted | undefined {
  const rune = literal.codePointAt(index);
  if (rune === undefined || rune === 10 || literal[index] === delimiter) return undefined;
  const size = rune > 0xffff ? 2 : 1;
  if (rune !== 0x5c) return { bytes: toBytes(literal.slice(index, index + size)), rune, next: index + size };
  const letter = literal[index + 1] ?? '';
  const simple = letter === delimiter ? delimiter.charCodeAt(0) : SIMPLE_ESCAPES[letter];
  if (simple !== undefined) return { bytes: [simple], rune: simple, next: index + 2 };
  const digits = { x: 2, u: 4, U: 8 }[letter];
  if (digits !== undefined) {
    const source = literal.slice(index + 2, index + 2 + digits);
    if (source.length < digits || /[^0-9a-fA-F]/.test(source)) return undefined;
    const value = Number.parseInt(source, 16);
    if (letter === 'x') return { bytes: [value], rune: value, next: index + 4 };
    if (!isValidRune(value)) return undefined;
    return { bytes: toBytes(String.fromCodePoint(value)), rune: value, next: index + 2 + digits };
  }
  const octal = literal.slice(index + 1, index + 4);
  if (octal.length < 3 || /[^0-7]/.test(octal)) return undefined;
  const value = Number.parseInt(octal, 8);
  return value > 255 ? undefined : { bytes: [value], rune: value, next: index + 4 };
}

/** strconv.Unquote for a literal in double quotes or backquotes; undefined when the literal is invalid. */
export function unquoteString(literal: string): string | undefined {
  const inner = literal.slice(1, -1);
  if (literal.startsWith('`')) return inner.replaceAll('\r', '');
  if (!inner.includes('\\') && !inner.includes('\n') && !inner.includes('"')) return inner;
  const bytes: number[] = [];
  for (let index = 0; index < inner.length; ) {
    const part = unquoteOne(inner, index, '"');
    if (part === undefined) return undefined;
    for (const byte of part.bytes) bytes.push(byte);
    index = part.next;
  }
  return fromBytes(bytes);
}

/** The rune of a literal in single quotes; undefined when it does not contain exactly one character. */
export function unquoteRune(literal: string): number | undefined {
  const part = unquoteOne(literal, 1, "'");
  return part !== undefined && literal.slice(part.next) === "'" ? part.rune : undefined;
}
