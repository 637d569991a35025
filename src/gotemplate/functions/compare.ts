/** The comparisons: eq, ne, lt, le, gt and ge. */
import { compareStrings } from '../../go/byteString.ts';
import { CallError } from '../errors.ts';
import { noFlags } from '../fmt/flags.ts';
import { printOperand } from '../fmt/printer.ts';
import type { Budget } from '../limits.ts';
import { type GoValue, NO_VALUE, typeName } from '../values/types.ts';
import { bigintOf, complexOf, dereference, insideInterface, numberOf, textOf } from '../values/values.ts';

/** The kinds that templates distinguish. Other values are never less than one another, and few of them can be equal. */
type BasicKind = 'bool' | 'integer' | 'float' | 'complex' | 'string' | undefined;

function basicKind(value: GoValue): BasicKind {
  switch (value.type.kind) {
    case 'bool':
      return 'bool';
    case 'int':
      return 'integer';
    case 'float64':
      return 'float';
    case 'complex128':
      return 'complex';
    case 'string':
    case 'time':
      return 'string';
    default:
      return undefined;
  }
}

/** The value to compare: a pointer stands for the value that it points to, a nil pointer for nil. */
function operand(value: GoValue): GoValue {
  const inner = dereference(value);
  return inner.type.kind === 'pointer' || inner.type.kind === 'any' ? NO_VALUE : inner;
}

const isNone = (value: GoValue): boolean => value.type.kind === 'none';

function incompatible(first: GoValue, second: GoValue): CallError {
  const [a, b] = [insideInterface(first), insideInterface(second)];
  return new CallError(`incompatible types for comparison: ${typeName(a.type)} and ${typeName(b.type)}`);
}

/** `eq a b c…`: whether `a` equals one of the others. @throws {CallError} */
export function equalsAny(args: readonly GoValue[], budget: Budget): boolean {
  const [first, ...others] = args;
  if (first === undefined || others.length === 0) throw new CallError('missing argument for comparison');
  return others.some((other) => equals(first, other, budget));
}

function equals(first: GoValue, second: GoValue, budget: Budget): boolean {
  const [a, b] = [operand(first), operand(second)];
  const kind = basicKind(a);
  if (kind !== basicKind(b)) {
    if (isNone(a) || isNone(b)) return false;
    throw incompatible(first, second);
  }
  switch (kind) {
    case 'bool':
      return a.raw === b.raw;
    case 'integer':
      return bigintOf(a) === bigintOf(b);
    case 'float':
      return numberOf(a) === numberOf(b);
    case 'complex':
      return complexOf(a).re === complexOf(b).re && complexOf(a).im === complexOf(b).im;
    case 'string':
      budget.spendRead(Math.min(textOf(a).length, textOf(b).length));
      return textOf(a) === textOf(b);
    default:
      return equalsContainer(a, b, budget);
  }
}

/** Structs are equal when they print alike, so that pointers are compared by the values that they point to. */
function equalsContainer(a: GoValue, b: GoValue, budget: Budget): boolean {
  const print = (value: GoValue, verb: string) => printOperand(value, verb, noFlags(), budget);
  if (isNone(a) || isNone(b)) return a.raw === b.raw;
  const [name, other] = [typeName(a.type), typeName(b.type)];
  if (a.type.kind !== b.type.kind) {
    throw new CallError(`non-comparable types ${print(a, 's')}: ${name}, ${other}: ${print(b, 'v')}`);
  }
  if (a.raw === null || b.raw === null) return a.raw === b.raw;
  if (b.type.kind !== 'struct') throw new CallError(`non-comparable type ${print(b, 's')}: ${other}`);
  const goSyntax = { ...noFlags(), sharpV: true };
  return printOperand(a, 'v', goSyntax, budget) === printOperand(b, 'v', goSyntax, budget);
}

/** `lt a b`. @throws {CallError} */
export function isLess(first: GoValue, second: GoValue, budget: Budget): boolean {
  const [a, b] = [operand(first), operand(second)];
  const kind = basicKind(a);
  if (kind === undefined || basicKind(b) === undefined) throw new CallError('invalid type for comparison');
  if (kind !== basicKind(b)) throw incompatible(first, second);
  switch (kind) {
    case 'integer':
      return bigintOf(a) < bigintOf(b);
    case 'float':
      return numberOf(a) < numberOf(b);
    case 'string':
      budget.spendRead(Math.min(textOf(a).length, textOf(b).length) * 4);
      return compareStrings(textOf(a), textOf(b)) < 0;
    default:
      throw new CallError('invalid type for comparison');
  }
}
