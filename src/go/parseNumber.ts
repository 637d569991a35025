/** Booleans and numbers from text, as Go's strconv parses them. */
import { GoError } from './errors.ts';
import { quote } from './quote.ts';

const TRUE_WORDS = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE_WORDS = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** strconv.ParseBool. @throws {GoError} with the message of strconv */
export function parseBool(text: string): boolean {
  if (TRUE_WORDS.has(text)) return true;
  if (FALSE_WORDS.has(text)) return false;
  throw new GoError(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`);
}

export const MAX_INT64 = 2n ** 63n - 1n;
export const MIN_INT64 = -(2n ** 63n);
export const MAX_UINT64 = 2n ** 64n - 1n;

// The integer literals of Go: a prefix names the base, and a leading 0 means octal. One underscore may stand between
// digits and after a prefix.
const INTEGER =
  /^[+-]?(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;

/** An integer in the notation of strconv.ParseInt with base 0, but of any size; undefined when the text is not one. */
export function parseInteger(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  let digits = text.replace(/^[+-]/, '').replaceAll('_', '');
  if (/^0[0-7]+$/.test(digits)) digits = `0o${digits.slice(1)}`;
  const magnitude = BigInt(digits);
  return text.startsWith('-') ? -magnitude : magnitude;
}

/** strconv.ParseInt with base 0 and 64 bits. @throws {GoError} with the message of strconv */
export function parseInt64(text: string): number {
  const value = parseInteger(text);
  if (value === undefined) throw new GoError(`strconv.ParseInt: parsing ${quote(text)}: invalid syntax`);
  if (value < MIN_INT64 || value > MAX_INT64)
    throw new GoError(`strconv.ParseInt: parsing ${quote(text)}: value out of range`);
  return Number(value);
}
