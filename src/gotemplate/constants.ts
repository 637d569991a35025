/** Constants in a template: from a token to the number or text it stands for. */
import { rejoin } from './bytes.ts';
import { quote } from './characters.ts';
import type { Token } from './lexer.ts';
import { parseFloatConstant, parseInteger, unquoteRune, unquoteString } from './literals.ts';
import type { NumberNode } from './nodes.ts';

/** Go's largest int. */
export const MAXIMUM_INT64 = 2n ** 63n - 1n;
const MAXIMUM_UINT64 = 2n ** 64n - 1n;

/** What is wrong with a constant, in Go's words. */
export class ConstantError extends Error {}

/** The text of a "…" or `…` constant. Throws ConstantError. */
export function stringText(source: string): string {
  const text = unquoteString(source);
  if (text === undefined) throw new ConstantError('invalid syntax');
  return rejoin(text);
}

/** A number or character constant. Throws ConstantError. */
export function numberNode(token: Token): NumberNode {
  const { at, text: source } = token;
  if (token.kind === 'rune') {
    const rune = unquoteRune(source);
    if (rune === undefined) {
      const isOneTooLong = unquoteRune(`${source.slice(0, runeEnd(source))}'`) !== undefined;
      throw new ConstantError(isOneTooLong ? `malformed character constant: ${source}` : 'invalid syntax');
    }
    return { kind: 'number', at, source, integer: BigInt(rune), float: rune };
  }
  if (token.kind === 'complex' || source.endsWith('i')) return complexNumber(token);
  const whole = parseInteger(source);
  if (whole !== undefined && whole >= -MAXIMUM_INT64 - 1n && whole <= MAXIMUM_UINT64) {
    // Only a plain number may exceed int64: Go's unsigned numbers take no sign.
    if (whole <= MAXIMUM_INT64 || !source.startsWith('+')) {
      return { kind: 'number', at, source, integer: whole, float: Number(whole) };
    }
  }
  const float = parseFloatConstant(source);
  if (float === undefined) throw new ConstantError(`illegal number syntax: ${quote(source)}`);
  if (!/[.eEpP]/.test(source)) throw new ConstantError(`integer overflow: ${quote(source)}`);
  return { kind: 'number', at, source, float };
}

function complexNumber({ at, text: source }: Token): NumberNode {
  const split = Math.max(0, ...[...source.matchAll(/[0-9._](?=[+-])/g)].map((match) => match.index + 1));
  const re = split === 0 ? 0 : parseFloatConstant(source.slice(0, split));
  const im = parseFloatConstant(source.slice(split, -1));
  if (re === undefined || im === undefined)
    throw new ConstantError(`illegal number syntax: ${quote(source)}`);
  return { kind: 'number', at, source, complex: { re, im } };
}

/** Where the first character (or escape) of a character constant ends. */
function runeEnd(source: string): number {
  // The longest escape, \U0001F600, ends at 11.
  for (let end = 2; end < source.length && end < 12; end++) {
    if (unquoteRune(`${source.slice(0, end)}'`) !== undefined) return end;
  }
  return source.length;
}
