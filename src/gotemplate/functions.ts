/** The functions templates may call: Go's builtins, and the one the reference program adds. */
import { byteLength, sliceBytes, toBytes } from './bytes.ts';
import { equalsAny, isLess } from './compare.ts';
import { CallError } from './errors.ts';
import { escapeHtml, escapeJs, escapeQuery } from './escape.ts';
import type { Budget } from './limits.ts';
import { sprint, sprintf, sprintln } from './printf.ts';
import {
  ANY,
  arrayOf,
  BOOL,
  bigintOf,
  boolValue,
  dereference,
  type GoType,
  type GoValue,
  INT,
  insideInterface,
  intValue,
  isTrue,
  mapEntry,
  NO_VALUE,
  recordOf,
  STRING,
  stringValue,
  textOf,
  typedValue,
  typeName,
  UINT8,
} from './values.ts';

/**
 * A function for templates. `minimum` and `maximum` bound the number of arguments (no maximum: any number);
 * nil arguments arrive as NO_VALUE, fields that are pointers as pointers. `call` throws CallError to fail.
 * `result` tells the checker what comes back for arguments of the given types; undefined is "not known".
 */
export interface GoFunction {
  readonly minimum: number;
  readonly maximum?: number;
  readonly call: (args: readonly GoValue[], budget: Budget) => GoValue;
  readonly result?: (args: readonly (GoType | undefined)[]) => GoType | undefined;
}

export { CallError };

function make(
  minimum: number,
  maximum: number | undefined,
  result: GoType | undefined,
  call: GoFunction['call'],
): GoFunction {
  return { minimum, ...(maximum === undefined ? {} : { maximum }), call, result: () => result };
}

function comparison(call: (a: GoValue, b: GoValue, budget: Budget) => boolean): GoFunction {
  return make(2, 2, BOOL, ([a = NO_VALUE, b = NO_VALUE], budget) => boolValue(call(a, b, budget)));
}

function text(minimum: number, call: (args: readonly GoValue[], budget: Budget) => string): GoFunction {
  return make(minimum, undefined, STRING, (args, budget) => {
    const result = call(args, budget);
    budget.made(result.length);
    return stringValue(result);
  });
}

/** The text html, js and urlquery escape: a missing value is one here, not nil. */
function printed(args: readonly GoValue[], budget: Budget): string {
  const shown = args.map((arg) => {
    const value = insideInterface(arg);
    return value.type.kind === 'none' ? stringValue('<no value>') : value;
  });
  return sprint(shown, budget);
}

const isLessOrEqual = (a: GoValue, b: GoValue, budget: Budget): boolean =>
  isLess(a, b, budget) || equalsAny([a, b], budget);

/** Go's builtin functions by name. `and`, `or` and `call` are in part the evaluator's work. */
export const BUILTINS: Readonly<Record<string, GoFunction>> = {
  and: { ...make(1, undefined, undefined, pick(false)), result: sameTypes },
  or: { ...make(1, undefined, undefined, pick(true)), result: sameTypes },
  not: make(1, 1, BOOL, ([value = NO_VALUE]) => boolValue(!isTrue(value))),
  call: make(1, undefined, undefined, ([value = NO_VALUE]) => {
    throw new CallError(`non-function of type ${typeName(value.type)}`);
  }),
  len: make(1, 1, INT, ([value = NO_VALUE], budget) => intValue(lengthOf(value, budget))),
  index: { ...make(1, undefined, undefined, index), result: elementType },
  slice: { ...make(1, undefined, undefined, slice), result: sliceType },
  print: text(0, sprint),
  println: text(0, sprintln),
  printf: text(1, ([format = NO_VALUE, ...args], budget) => sprintf(textOf(format), args, budget)),
  html: text(0, (args, budget) => escapeHtml(printed(args, budget))),
  js: text(0, (args, budget) => escapeJs(examined(printed(args, budget), budget))),
  urlquery: text(0, (args, budget) => escapeQuery(examined(printed(args, budget), budget))),
  eq: make(1, undefined, BOOL, (args, budget) => boolValue(equalsAny(args, budget))),
  ne: comparison((a, b, budget) => !equalsAny([a, b], budget)),
  lt: comparison(isLess),
  le: comparison(isLessOrEqual),
  gt: comparison((a, b, budget) => !isLessOrEqual(a, b, budget)),
  ge: comparison((a, b, budget) => !isLess(a, b, budget)),
};

/**
 * The reference program's `valueOrEmptySlice`: a nil slice (or pointer to one) becomes an empty slice, so
 * that `range` takes its else branch instead of failing. Pass it as an option to `parseTemplate`.
 */
export const valueOrEmptySlice: GoFunction = {
  minimum: 1,
  maximum: 1,
  call: ([argument = NO_VALUE]) => {
    const value = dereference(argument);
    if (value.raw !== null) return value;
    const type = value.type.kind === 'pointer' ? value.type.elem : value.type;
    return typedValue(type.kind === 'slice' ? type : { kind: 'slice', elem: ANY }, []);
  },
  result: ([type]) => (type?.kind === 'pointer' ? type.elem : type?.kind === 'slice' ? type : undefined),
};

// and, or

function pick(stopsAt: boolean): GoFunction['call'] {
  return (args) => args.find((arg) => isTrue(arg) === stopsAt) ?? args.at(-1) ?? NO_VALUE;
}

function sameTypes(types: readonly (GoType | undefined)[]): GoType | undefined {
  return types.every((type) => type === types[0]) ? types[0] : undefined;
}

// len, index, slice

function lengthOf(argument: GoValue, budget: Budget): number {
  const value = dereference(argument);
  switch (value.type.kind) {
    case 'none':
      // The words of a panic inside Go's len, which nobody meant to be read.
      throw new CallError('reflect: call of reflect.Value.Type on zero Value');
    case 'pointer':
    case 'any':
      throw new CallError('len of nil pointer');
    case 'string':
    case 'time':
      return byteLength(seen(textOf(value), budget));
    case 'slice':
      return arrayOf(value).length;
    case 'map': {
      const { length } = Object.keys(recordOf(value));
      budget.looked(length * 32);
      return length;
    }
    default:
      throw new CallError(`len of type ${typeName(value.type)}`);
  }
}

/** Charges for looking at each character of a text. */
function seen(text: string, budget: Budget): string {
  budget.looked(text.length * 4);
  return text;
}

/** Charges a step for each character of a text: what is done with them takes as long. */
function examined(text: string, budget: Budget): string {
  budget.looked(text.length * 32);
  return text;
}

/** A position as index and slice take it: an integer from 0 to `limit`. */
function position(argument: GoValue, limit: number): number {
  const value = dereference(argument);
  if (value.type.kind === 'none' || value.type.kind === 'any') {
    throw new CallError('cannot index slice/array with nil');
  }
  if (value.type.kind !== 'int') {
    throw new CallError(`cannot index slice/array with type ${typeName(value.type)}`);
  }
  const at = bigintOf(value);
  if (at < 0n || at > BigInt(limit)) throw new CallError(`index out of range: ${at}`);
  return Number(at);
}

function index([argument = NO_VALUE, ...indexes]: readonly GoValue[], budget: Budget): GoValue {
  let item = insideInterface(argument);
  if (item.type.kind === 'none') throw new CallError('index of untyped nil');
  for (const step of indexes) item = indexOnce(dereference(item), step, budget);
  return item;
}

function indexOnce(item: GoValue, step: GoValue, budget: Budget): GoValue {
  const { type } = item;
  switch (type.kind) {
    case 'pointer':
    case 'any':
      throw new CallError('index of nil pointer');
    case 'slice': {
      const items = arrayOf(item);
      const at = position(step, items.length);
      if (at === items.length) throw new CallError('reflect: slice index out of range');
      return typedValue(type.elem, items[at]);
    }
    case 'string': {
      const length = byteLength(seen(textOf(item), budget));
      const at = position(step, length);
      if (at === length) throw new CallError('reflect: string index out of range');
      return intValue(toBytes(sliceBytes(textOf(item), at, at + 1))[0] ?? 0, UINT8);
    }
    case 'map': {
      const key = dereference(step);
      if (key.type.kind === 'none' || key.type.kind === 'any') {
        throw new CallError('value is nil; should be of type string');
      }
      if (key.type.kind !== 'string') {
        throw new CallError(`value has type ${typeName(key.type)}; should be string`);
      }
      return mapEntry(item, type.elem, textOf(key)) ?? typedValue(type.elem, undefined);
    }
    default:
      throw new CallError(`can't index item of type ${typeName(type)}`);
  }
}

function slice([argument = NO_VALUE, ...indexes]: readonly GoValue[], budget: Budget): GoValue {
  const inner = insideInterface(argument);
  if (inner.type.kind === 'none') throw new CallError('slice of untyped nil');
  const item = dereference(inner);
  if (item.type.kind === 'pointer' || item.type.kind === 'any') throw new CallError('slice of nil pointer');
  if (indexes.length > 3) throw new CallError(`too many slice indexes: ${indexes.length}`);
  const isString = item.type.kind === 'string';
  if (isString && indexes.length === 3) throw new CallError('cannot 3-index slice a string');
  if (!isString && item.type.kind !== 'slice') {
    throw new CallError(`can't slice item of type ${typeName(item.type)}`);
  }
  const length = isString ? byteLength(seen(textOf(item), budget)) : arrayOf(item).length;
  const [from = 0, to = length, limit = length] = indexes.map((step) => {
    // Unlike index, slice does not look into an interface.
    if (step.type.kind === 'any') throw new CallError('cannot index slice/array with type interface {}');
    return position(step, length);
  });
  if (from > to) throw new CallError(`invalid slice index: ${from} > ${to}`);
  if (to > limit) throw new CallError(`invalid slice index: ${to} > ${limit}`);
  if (isString) return stringValue(sliceBytes(textOf(item), from, to));
  budget.looked((to - from) * 32);
  return item.raw === null ? item : typedValue(item.type, arrayOf(item).slice(from, to));
}

/** What `index` gives for arguments of these types. */
function elementType([type, ...indexes]: readonly (GoType | undefined)[]): GoType | undefined {
  let current = type;
  for (let i = 0; i < indexes.length; i++) {
    if (current?.kind === 'pointer') current = current.elem;
    if (current?.kind === 'string') current = UINT8;
    else current = current?.kind === 'slice' || current?.kind === 'map' ? current.elem : undefined;
  }
  return current;
}

function sliceType([type]: readonly (GoType | undefined)[]): GoType | undefined {
  const inner = type?.kind === 'pointer' ? type.elem : type;
  return inner?.kind === 'string' || inner?.kind === 'slice' ? inner : undefined;
}
