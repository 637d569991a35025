/** The values of string, character and number literals. */
import { parseFloat64 } from '../../go/parseFloat.ts';
import { MAX_INT64, MAX_UINT64, MIN_INT64, parseInteger } from '../../go/parseNumber.ts';
import { quote } from '../../go/quote.ts';
import { unquoteRune, unquoteString } from '../../go/unquote.ts';
import type { Token } from './lexer.ts';
import type { NumberNode } from './nodes.ts';

/** An invalid literal. The message is Go's. */
export class LiteralError extends Error {}

/** @throws {LiteralError} */
export function stringLiteral(source: string): string {
  const text = unquoteString(source);
  if (text === undefined) throw new LiteralError('invalid syntax');
  return text;
}

/** A number or character literal. @throws {LiteralError} */
export function numberLiteral(token: Token): NumberNode {
  const { offset, text: source } = token;
  if (token.kind === 'rune') {
    const rune = unquoteRune(source);
    if (rune === undefined) {
      const isOneTooLong = unquoteRune(`${source.slice(0, runeEnd(source))}'`) !== undefined;
      throw new LiteralError(isOneTooLong ? `malformed character constant: ${source}` : 'invalid syntax');
    }
    return { kind: 'number', offset, source, integer: BigInt(rune), float: rune };
  }
  if (token.kind === 'complex' || source.endsWith('i')) return complexNumber(token);
  const whole = parseInteger(source);
  if (whole !== undefined && whole >= MIN_INT64 && whole <= MAX_UINT64) {
    // Only a number without a sign can exceed int64, because strconv.ParseUint takes no sign.
    if (whole <= MAX_INT64 || !source.startsWith('+')) {
      return { kind: 'number', offset, source, integer: whole, float: Number(whole) };
    }
  }
  const float = parseFloat64(source);
  if (float === undefined) throw new LiteralError(`illegal number syntax: ${quote(source)}`);
  if (!/[.eEpP]/.test(source)) throw new LiteralError(`integer overflow: ${quote(source)}`);
  return { kind: 'number', offset, source, float };
}

function complexNumber({ offset, text: source }: Token): NumberNode {
  const split = Math.max(0, ...[...source.matchAll(/[0-9._](?=[+-])/g)].map((match) => match.index + 1));
  const re = split === 0 ? 0 : parseFloat64(source.slice(0, split));
  const im = parseFloat64(source.slice(split, -1));
  if (re === undefined || im === undefined) throw new LiteralError(`illegal number syntax: ${quote(source)}`);
  return { kind: 'number', offset, source, complex: { re, im } };
}

/** The end of the first character or escape of a character literal. */
function runeEnd(source: string): number {
  // The longest escape, as in '\U0001F600', ends at index 11.
  for (let end = 2; end < source.length && end < 12; end++) {
    if (unquoteRune(`${source.slice(0, end)}'`) !== undefined) return end;
  }
  return source.length;
}
