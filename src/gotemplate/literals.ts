/** Go's constants: what the characters of a string, character or number constant stand for. */
import { fromBytes, toBytes } from './bytes.ts';

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

interface Unquoted {
  readonly bytes: Iterable<number>;
  readonly rune: number;
  readonly next: number;
}

/** One character or escape at `at`; undefined when it is no valid part of a constant in these quotes. */
function unquoteOne(text: string, at: number, quote: string): Unquoted | undefined {
  const rune = text.codePointAt(at);
  if (rune === undefined || rune === 10 || text[at] === quote) return undefined;
  const size = rune > 0xffff ? 2 : 1;
  if (rune !== 0x5c) return { bytes: toBytes(text.slice(at, at + size)), rune, next: at + size };
  const letter = text[at + 1] ?? '';
  const simple = letter === quote ? quote.charCodeAt(0) : SIMPLE[letter];
  if (simple !== undefined) return { bytes: [simple], rune: simple, next: at + 2 };
  const digits = { x: 2, u: 4, U: 8 }[letter];
  if (digits !== undefined) {
    const source = text.slice(at + 2, at + 2 + digits);
    if (source.length < digits || /[^0-9a-fA-F]/.test(source)) return undefined;
    const value = Number.parseInt(source, 16);
    if (letter === 'x') return { bytes: [value], rune: value, next: at + 4 };
    if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return undefined;
    return { bytes: toBytes(String.fromCodePoint(value)), rune: value, next: at + 2 + digits };
  }
  const octal = text.slice(at + 1, at + 4);
  if (octal.length < 3 || /[^0-7]/.test(octal)) return undefined;
  const value = Number.parseInt(octal, 8);
  return value > 255 ? undefined : { bytes: [value], rune: value, next: at + 4 };
}

/** strconv.Unquote of a "…" or `…` constant; undefined when the constant is not valid. */
export function unquoteString(text: string): string | undefined {
  if (text.startsWith('`')) return text.slice(1, -1).replaceAll('\r', '');
  const inner = text.slice(1, -1);
  if (!inner.includes('\\') && !inner.includes('\n') && !inner.includes('"')) return inner;
  const bytes: number[] = [];
  for (let at = 0; at < inner.length; ) {
    const part = unquoteOne(inner, at, '"');
    if (part === undefined) return undefined;
    for (const byte of part.bytes) bytes.push(byte);
    at = part.next;
  }
  return fromBytes(bytes);
}

/** The number a 'c' constant stands for; undefined when it does not hold exactly one character. */
export function unquoteRune(text: string): number | undefined {
  const part = unquoteOne(text, 1, "'");
  return part !== undefined && text.slice(part.next) === "'" ? part.rune : undefined;
}

// Go allows one underscore between digits, and one after a base prefix.
const INTEGER =
  /^[+-]?(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;
const DECIMAL = /^[+-]?(?:[0-9](?:_?[0-9])*)?(?:\.(?:[0-9](?:_?[0-9])*)?)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;
const HEX_FLOAT =
  /^([+-]?)0[xX]((?:_?[0-9a-fA-F])*)(?:\.((?:[0-9a-fA-F](?:_?[0-9a-fA-F])*)?))?[pP]([+-]?[0-9](?:_?[0-9])*)$/;

/** An integer constant in any base Go knows, of any size; undefined when it is none. */
export function parseInteger(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const negative = text.startsWith('-');
  let digits = text.replace(/^[+-]/, '').replaceAll('_', '');
  if (/^0[0-7]+$/.test(digits)) digits = `0o${digits.slice(1)}`;
  const value = BigInt(digits);
  return negative ? -value : value;
}

/** A floating-point constant; undefined when it is none or too large. */
export function parseFloatConstant(text: string): number | undefined {
  if (/^[+-]?0[xX]/.test(text)) return parseHexFloat(text);
  if (!/[0-9]/.test(text) || !/^[+-]?\.?[0-9]/.test(text) || !DECIMAL.test(text)) return undefined;
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}

function parseHexFloat(text: string): number | undefined {
  const match = HEX_FLOAT.exec(text);
  if (match === null) return undefined;
  const whole = (match[2] ?? '').replaceAll('_', '');
  const fraction = (match[3] ?? '').replaceAll('_', '');
  if (whole.length + fraction.length === 0) return undefined;
  const mantissa = BigInt(`0x${whole}${fraction}`);
  const exponent = Number((match[4] ?? '0').replaceAll('_', '')) - 4 * fraction.length;
  const value = scale(mantissa, exponent);
  if (!Number.isFinite(value)) return undefined;
  return match[1] === '-' ? -value : value;
}

/** mantissa × 2^exponent, rounded once to the nearest float64, ties to even. */
function scale(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(2).length;
  if (bits + exponent > 1024) return Number.POSITIVE_INFINITY;
  if (bits + exponent < -1080) return 0;
  // Below 2^-1022 fewer than 53 bits are left to round to.
  const lowest = Math.max(bits - 53, -1074 - exponent);
  let kept = mantissa;
  let power = exponent;
  if (lowest > 0) {
    const shift = BigInt(lowest);
    const rest = kept & ((1n << shift) - 1n);
    const half = 1n << (shift - 1n);
    kept >>= shift;
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
    power += lowest;
  }
  // Two steps: 2^-1074 alone is representable, 2^-1100 × a large number is not.
  const first = Math.max(power, -1022);
  return Number(kept) * 2 ** first * 2 ** (power - first);
}
