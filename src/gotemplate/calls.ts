/** Small rules of calls and constants that running and checking share. */
import { MAXIMUM_INT64 } from './constants.ts';
import { CallError } from './errors.ts';
import type { GoFunction } from './functions.ts';
import { type CallNode, type NumberNode, nodeSource, type Operand } from './nodes.ts';
import {
  COMPLEX,
  floatValue,
  type GoValue,
  insideInterface,
  intValue,
  NO_VALUE,
  textOf,
  typeName,
} from './values.ts';

/** What is wrong with the number of arguments, if anything. */
export function countProblem(
  name: string,
  called: GoFunction,
  written: number,
  piped: number,
): string | undefined {
  const count = written + piped;
  if (called.maximum === undefined) {
    if (count >= called.minimum) return undefined;
    return `wrong number of args for ${name}: want at least ${called.minimum} got ${written}`;
  }
  if (count >= called.minimum && count <= called.maximum) return undefined;
  return `wrong number of args for ${name}: want ${called.maximum} got ${count}`;
}

/** No value of a template is a function, so `call` always fails; how, depends on its first argument. */
export function callProblem(operands: readonly Operand[], args: readonly GoValue[]): CallError {
  const value = insideInterface(args[0] ?? NO_VALUE);
  if (value.type.kind === 'none') return new CallError('call of nil');
  const [, node] = operands;
  let name = `<${typeName(value.type)} Value>`;
  if (node !== undefined) name = nodeSource(node);
  else if (value.type.kind === 'string') name = textOf(value);
  return new CallError(`non-function ${name} of type ${typeName(value.type)}`);
}

/** A number constant as the value Go takes it for when nothing says more; undefined if it overflows int. */
export function constantNumber(node: NumberNode): GoValue | undefined {
  if (node.complex !== undefined) return { type: COMPLEX, raw: node.complex };
  const { source, integer, float } = node;
  const isHex = /^0[xX]/.test(source) && !/[pP]/.test(source);
  const looksFloat = !isHex && !source.startsWith("'") && /[.eEpP]/.test(source);
  if (looksFloat && float !== undefined) return floatValue(float);
  if (integer === undefined) return floatValue(float ?? 0);
  return integer > MAXIMUM_INT64 ? undefined : intValue(integer);
}

/** The name a template is called by, quoted. */
export function nameSource(node: CallNode): string {
  const source = nodeSource({ ...node, pipe: undefined });
  return source.slice('{{template '.length, -'}}'.length);
}
