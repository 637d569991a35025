import { MAX_INT64 } from '../../go/parseNumber.ts';
import type { LiteralNode, NumberNode } from '../parse/nodes.ts';
import { COMPLEX128, type GoValue, NO_VALUE } from '../values/types.ts';
import { boolValue, floatValue, intValue, stringValue } from '../values/values.ts';

/** The value of a literal whose type nothing else determines; undefined for an integer that overflows int. */
export function literalValue(node: LiteralNode): GoValue | undefined {
  switch (node.kind) {
    case 'bool':
      return boolValue(node.value);
    case 'string':
      return stringValue(node.text);
    case 'number':
      return numberValue(node);
    case 'nil':
      return NO_VALUE;
  }
}

function numberValue({ source, integer, float, complex }: NumberNode): GoValue | undefined {
  if (complex !== undefined) return { type: COMPLEX128, raw: complex };
  const isHexInteger = /^0[xX]/.test(source) && !/[pP]/.test(source);
  const looksLikeFloat = !isHexInteger && !source.startsWith("'") && /[.eEpP]/.test(source);
  if (looksLikeFloat && float !== undefined) return floatValue(float);
  if (integer === undefined) return floatValue(float ?? 0);
  return integer > MAX_INT64 ? undefined : intValue(integer);
}
