/** Numbers and strings as fmt formats them. The `print…` functions return undefined for a verb that does not fit. */
import { byteLength, byteMapper, sliceBytes } from '../../go/byteString.ts';
import { formatFloat } from '../../go/formatFloat.ts';
import { canBackquote, quote, quoteRune } from '../../go/quote.ts';
import { firstRunes, isPrint, runeToString } from '../../go/runes.ts';
import type { Complex } from '../values/types.ts';
import { type Flags, pad } from './flags.ts';

const BASES: Readonly<Record<string, number>> = { d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

export function printInteger(
  value: bigint,
  unsigned: boolean,
  verb: string,
  flags: Flags,
): string | undefined {
  switch (verb) {
    case 'v':
      if (!flags.sharpV || !unsigned) return formatInteger(value, 10, 'd', flags);
      return formatInteger(value, 16, 'x', { ...flags, sharp: true });
    case 'c':
      return pad(runeToString(runeOf(value)), flags);
    case 'q':
      return pad(quoteRune(runeOf(value), flags.plus), flags);
    case 'U':
      return formatUnicode(value, flags);
    default: {
      const base = BASES[verb];
      return base === undefined ? undefined : formatInteger(value, base, verb, flags);
    }
  }
}

/** A nil pointer. Most verbs print its address, which is 0. */
export function printNilAddress(verb: string, flags: Flags): string | undefined {
  if (verb === 'v') return pad('<nil>', flags);
  if (verb === 'p') return formatInteger(0n, 16, 'x', { ...flags, sharp: !flags.sharp });
  return verb === 'O' || BASES[verb] === undefined ? undefined : printInteger(0n, true, verb, flags);
}

function formatInteger(value: bigint, base: number, verb: string, flags: Flags): string {
  const isNegative = value < 0n;
  // With precision 0, the value 0 has no digits, and the zero flag is ignored.
  if (flags.precision === 0 && value === 0n) return pad('', flags, false);
  let digits = (isNegative ? -value : value).toString(base);
  if (verb === 'X') digits = digits.toUpperCase();
  let places = flags.precision ?? 0;
  if (flags.precision === undefined && flags.zero && !flags.minus && flags.width !== undefined) {
    places = flags.width - (isNegative || flags.plus || flags.space ? 1 : 0);
  }
  digits = digits.padStart(places, '0');
  let prefix = '';
  if (flags.sharp) {
    if (base === 2) prefix = '0b';
    else if (base === 8 && !digits.startsWith('0')) prefix = '0';
    else if (base === 16) prefix = verb === 'X' ? '0X' : '0x';
  }
  if (verb === 'O') prefix = `0o${prefix}`;
  const sign = isNegative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  return pad(sign + prefix + digits, flags, false);
}

/** The value as a rune; an invalid rune when it is out of range. */
function runeOf(value: bigint): number {
  return value < 0n || value > 0x10ffffn ? 0x110000 : Number(value);
}

function formatUnicode(value: bigint, flags: Flags): string {
  // fmt takes a negative number for the unsigned number with the same bits.
  const rune = BigInt.asUintN(64, value);
  const places = Math.max(flags.precision ?? 4, 4);
  const text = `U+${rune.toString(16).toUpperCase().padStart(places, '0')}`;
  const shows = flags.sharp && rune <= 0x10ffffn && isPrint(Number(rune));
  return pad(shows ? `${text} '${String.fromCodePoint(Number(rune))}'` : text, flags, false);
}

export function printFloat(value: number, verb: string, flags: Flags): string | undefined {
  if (!'vbgGxXfFeE'.includes(verb)) return undefined;
  const letter = verb === 'v' ? 'g' : verb === 'F' ? 'f' : verb;
  return formatNumber(value, letter, flags.precision ?? ('feE'.includes(letter) ? 6 : -1), flags);
}

export function printComplex({ re, im }: Complex, verb: string, flags: Flags): string | undefined {
  const real = printFloat(re, verb, flags);
  return real === undefined ? undefined : `(${real}${printFloat(im, verb, { ...flags, plus: true })}i)`;
}

function formatNumber(value: number, verb: string, precision: number, flags: Flags): string {
  let text = formatFloat(value, verb, precision);
  if (text[0] !== '-' && text[0] !== '+') text = `+${text}`;
  if (flags.space && text[0] === '+' && !flags.plus) text = ` ${text.slice(1)}`;
  if (!Number.isFinite(value)) {
    // An infinity always has a sign, NaN only if a flag asks for one.
    const isBare = Number.isNaN(value) && !flags.plus && !flags.space;
    return pad(isBare ? text.slice(1) : text, flags, false);
  }
  if (flags.sharp && verb !== 'b') text = withAllDigits(text, verb, precision);
  if (!flags.plus && text[0] === '+') return pad(text.slice(1), flags, flags.zero);
  const missing = (flags.width ?? 0) - text.length;
  // Zeros go between the sign and the digits.
  if (flags.zero && !flags.minus && missing > 0) {
    return text.slice(0, 1) + '0'.repeat(missing) + text.slice(1);
  }
  return pad(text, flags, false);
}

/** The `#` flag for floats: keeps the decimal point and trailing zeros. */
function withAllDigits(text: string, verb: string, precision: number): string {
  const index = text.search(verb === 'x' || verb === 'X' ? /[pP]/ : /[eE]/);
  let number = index < 0 ? text.slice(1) : text.slice(1, index);
  // Like fmt, leaves out %#X.
  let wanted = 'gGx'.includes(verb) ? (precision < 0 ? 6 : precision) : 0;
  let isSignificant = false;
  // Like fmt, this counts the x of a hexadecimal prefix as a digit.
  for (const character of number) {
    if (character === '.') continue;
    if (character !== '0') isSignificant = true;
    if (isSignificant) wanted--;
  }
  if (!number.includes('.')) {
    if (number === '0') wanted--;
    number += '.';
  }
  return text.slice(0, 1) + number + '0'.repeat(Math.max(wanted, 0)) + (index < 0 ? '' : text.slice(index));
}

export function printString(text: string, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case 'v':
      return flags.sharpV ? quoted(text, flags) : plain(text, flags);
    case 's':
      return plain(text, flags);
    case 'q':
      return quoted(text, flags);
    case 'x':
    case 'X':
      return hexBytes(text, verb, flags);
    default:
      return undefined;
  }
}

const truncate = (text: string, { precision }: Flags): string =>
  precision === undefined ? text : firstRunes(text, precision);

export function plain(text: string, flags: Flags): string {
  return pad(truncate(text, flags), flags);
}

function quoted(text: string, flags: Flags): string {
  const shown = truncate(text, flags);
  return pad(flags.sharp && canBackquote(shown) ? `\`${shown}\`` : quote(shown, flags.plus), flags);
}

const lowerHex = byteMapper((byte) => byte.toString(16).padStart(2, '0'));

function hexBytes(text: string, verb: string, flags: Flags): string {
  const { precision } = flags;
  const isTruncated = precision !== undefined && precision < byteLength(text);
  const pairs = lowerHex(isTruncated ? sliceBytes(text, 0, precision) : text);
  const digits = verb === 'X' ? pairs.toUpperCase() : pairs;
  const prefix = flags.sharp ? `0${verb}` : '';
  if (digits === '') return pad('', flags);
  return pad(prefix + (flags.space ? digits.replace(/..(?=.)/g, `$& ${prefix}`) : digits), flags);
}
