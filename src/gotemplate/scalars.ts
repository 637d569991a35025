/** Booleans, numbers and strings under the verbs of Go's fmt. Every function gives undefined for a wrong verb. */
import { byBytes, byteLength, runeText, sliceBytes, takeRunes } from './bytes.ts';
import { canBackquote, isPrint, quote, quoteRune } from './characters.ts';
import { type Flags, pad } from './flags.ts';
import { formatFloat } from './floats.ts';
import type { Complex } from './values.ts';

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
      return pad(runeText(characterOf(value)), flags);
    case 'q':
      return pad(quoteRune(characterOf(value), flags.plus), flags);
    case 'U':
      return formatUnicode(value, flags);
    default: {
      const base = BASES[verb];
      return base === undefined ? undefined : formatInteger(value, base, verb, flags);
    }
  }
}

/** A nil pointer under a verb: Go prints the address, which is 0. */
export function printNilAddress(verb: string, flags: Flags): string | undefined {
  if (verb === 'v') return pad('<nil>', flags);
  if (verb === 'p') return formatInteger(0n, 16, 'x', { ...flags, sharp: !flags.sharp });
  return verb === 'O' || BASES[verb] === undefined ? undefined : printInteger(0n, true, verb, flags);
}

function formatInteger(value: bigint, base: number, verb: string, flags: Flags): string {
  const isNegative = value < 0n;
  // No digits for zero at precision zero; not even with the zero flag.
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

/** A number as a character; any that is none is one too many, and becomes U+FFFD. */
function characterOf(value: bigint): number {
  return value < 0n || value > 0x10ffffn ? 0x110000 : Number(value);
}

function formatUnicode(value: bigint, flags: Flags): string {
  // Go shows a negative number as the unsigned one with the same bits.
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
    // An infinity always has its sign; NaN only when the flags ask for one.
    const bare = Number.isNaN(value) && !flags.plus && !flags.space;
    return pad(bare ? text.slice(1) : text, flags, false);
  }
  if (flags.sharp && verb !== 'b') text = withAllDigits(text, verb, precision);
  if (!flags.plus && text[0] === '+') return pad(text.slice(1), flags, flags.zero);
  const missing = (flags.width ?? 0) - text.length;
  // The sign comes before the zeros.
  if (flags.zero && !flags.minus && missing > 0) {
    return text.slice(0, 1) + '0'.repeat(missing) + text.slice(1);
  }
  return pad(text, flags, false);
}

/** The # flag for floats: a decimal point always, and no trailing zeros dropped. */
function withAllDigits(text: string, verb: string, precision: number): string {
  const at = text.search(verb === 'x' || verb === 'X' ? /[pP]/ : /[eE]/);
  let number = at < 0 ? text.slice(1) : text.slice(1, at);
  // Not for %#X: fmt forgot it.
  let wanted = 'gGx'.includes(verb) ? (precision < 0 ? 6 : precision) : 0;
  let seen = false;
  // In hexadecimal the x of the prefix counts as a digit: fmt is that simple.
  for (const character of number) {
    if (character === '.') continue;
    if (character !== '0') seen = true;
    if (seen) wanted--;
  }
  if (!number.includes('.')) {
    if (number === '0') wanted--;
    number += '.';
  }
  return text.slice(0, 1) + number + '0'.repeat(Math.max(wanted, 0)) + (at < 0 ? '' : text.slice(at));
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

const cut = (text: string, { precision }: Flags): string =>
  precision === undefined ? text : takeRunes(text, precision);

export function plain(text: string, flags: Flags): string {
  return pad(cut(text, flags), flags);
}

function quoted(text: string, flags: Flags): string {
  const shown = cut(text, flags);
  return pad(flags.sharp && canBackquote(shown) ? `\`${shown}\`` : quote(shown, flags.plus), flags);
}

const lowerHex = byBytes((byte) => byte.toString(16).padStart(2, '0'));

function hexBytes(text: string, verb: string, flags: Flags): string {
  const { precision } = flags;
  const isCut = precision !== undefined && precision < byteLength(text);
  const pairs = lowerHex(isCut ? sliceBytes(text, 0, precision) : text);
  const digits = verb === 'X' ? pairs.toUpperCase() : pairs;
  const prefix = flags.sharp ? `0${verb}` : '';
  if (digits === '') return pad('', flags);
  return pad(prefix + (flags.space ? digits.replace(/..(?=.)/g, `$& ${prefix}`) : digits), flags);
}
