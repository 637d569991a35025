/** How Go words values in messages: strconv's Quote, ParseBool and ParseInt. */
import { GoError } from './errors.ts';

const ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** A string in double quotes, as strconv.Quote: what cannot be printed is escaped. */
export function quote(text: string): string {
  const inner = text.replace(/["\\]|[^\P{C}]|[^\P{Z} ]/gu, (character) => {
    const known = ESCAPES[character];
    if (known) return known;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x10000
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `"${inner}"`;
}

const BOOLS: Record<string, boolean> = Object.fromEntries([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

/** @throws {GoError} as strconv.ParseBool words it. */
export function parseBool(text: string): boolean {
  const value = Object.hasOwn(BOOLS, text) ? BOOLS[text] : undefined;
  if (value === undefined) throw new GoError(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`);
  return value;
}

const DIGITS: Record<string, RegExp> = {
  b: /^(_?[01])+$/,
  o: /^(_?[0-7])+$/,
  x: /^(_?[0-9a-f])+$/,
};
const MAX_INT64 = 2n ** 63n - 1n;

/** Go's base 0: a prefix names the base, a leading 0 means octal, underscores may separate digits; null if unlike that. */
function parseMagnitude(text: string): bigint | null {
  const lower = text.toLowerCase();
  const [, prefix, digits] = /^0([box])(.*)$/.exec(lower) ?? [];
  if (prefix && digits !== undefined)
    return DIGITS[prefix]?.test(digits) ? BigInt(`0${prefix}${digits.replaceAll('_', '')}`) : null;
  if (/^0_?[0-7](_?[0-7])*$/.test(lower)) return BigInt(`0o${lower.slice(1).replaceAll('_', '')}`);
  return /^(0|[1-9](_?\d)*)$/.test(lower) ? BigInt(lower.replaceAll('_', '')) : null;
}

/** A 64-bit integer, as strconv.ParseInt with base 0. @throws {GoError} in its words. */
export function parseInt64(text: string): number {
  const [, sign, magnitudeText = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const magnitude = parseMagnitude(magnitudeText);
  if (magnitude === null) throw new GoError(`strconv.ParseInt: parsing ${quote(text)}: invalid syntax`);
  const value = sign === '-' ? -magnitude : magnitude;
  if (value > MAX_INT64 || value < -MAX_INT64 - 1n)
    throw new GoError(`strconv.ParseInt: parsing ${quote(text)}: value out of range`);
  return Number(value);
}
