/** len, index and slice. */
import { byteLength, sliceBytes, toBytes } from '../../go/byteString.ts';
import { CallError } from '../errors.ts';
import type { Budget } from '../limits.ts';
import { type GoType, type GoValue, NO_VALUE, typeName, UINT8 } from '../values/types.ts';
import {
  arrayOf,
  bigintOf,
  dereference,
  insideInterface,
  intValue,
  mapEntry,
  recordOf,
  stringValue,
  textOf,
  typedValue,
} from '../values/values.ts';

/** The length of a string in bytes, which takes time to count. */
function stringLength(value: GoValue, budget: Budget): number {
  const text = textOf(value);
  budget.spendSteps(text.length / 8);
  return byteLength(text);
}

export function length(argument: GoValue, budget: Budget): number {
  const value = dereference(argument);
  switch (value.type.kind) {
    case 'none':
      // Go's `len` panics here, and the message is that of the panic.
      throw new CallError('reflect: call of reflect.Value.Type on zero Value');
    case 'pointer':
    case 'any':
      throw new CallError('len of nil pointer');
    case 'string':
    case 'time':
      return stringLength(value, budget);
    case 'slice':
      return arrayOf(value).length;
    case 'map': {
      const count = Object.keys(recordOf(value)).length;
      budget.spendSteps(count);
      return count;
    }
    default:
      throw new CallError(`len of type ${typeName(value.type)}`);
  }
}

/** An index or a bound of a slice: an integer from 0 to `limit`. */
function position(argument: GoValue, limit: number): number {
  const value = dereference(argument);
  if (value.type.kind === 'none' || value.type.kind === 'any') {
    throw new CallError('cannot index slice/array with nil');
  }
  if (value.type.kind !== 'int') {
    throw new CallError(`cannot index slice/array with type ${typeName(insideInterface(argument).type)}`);
  }
  const index = bigintOf(value);
  if (index < 0n || index > BigInt(limit)) throw new CallError(`index out of range: ${index}`);
  return Number(index);
}

export function index([argument = NO_VALUE, ...indexes]: readonly GoValue[], budget: Budget): GoValue {
  let item = insideInterface(argument);
  if (item.type.kind === 'none') throw new CallError('index of untyped nil');
  for (const step of indexes) item = element(dereference(item), step, budget);
  return item;
}

function element(item: GoValue, step: GoValue, budget: Budget): GoValue {
  const { type } = item;
  switch (type.kind) {
    case 'pointer':
    case 'any':
      throw new CallError('index of nil pointer');
    case 'slice': {
      const items = arrayOf(item);
      const index = position(step, items.length);
      if (index === items.length) throw new CallError('reflect: slice index out of range');
      return typedValue(type.elem, items[index]);
    }
    case 'string': {
      const byteCount = stringLength(item, budget);
      const index = position(step, byteCount);
      if (index === byteCount) throw new CallError('reflect: string index out of range');
      return intValue(toBytes(sliceBytes(textOf(item), index, index + 1))[0] ?? 0, UINT8);
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

export function slice([argument = NO_VALUE, ...bounds]: readonly GoValue[], budget: Budget): GoValue {
  const inner = insideInterface(argument);
  if (inner.type.kind === 'none') throw new CallError('slice of untyped nil');
  const item = dereference(inner);
  if (item.type.kind === 'pointer' || item.type.kind === 'any') throw new CallError('slice of nil pointer');
  if (bounds.length > 3) throw new CallError(`too many slice indexes: ${bounds.length}`);
  const isString = item.type.kind === 'string';
  if (isString && bounds.length === 3) throw new CallError('cannot 3-index slice a string');
  if (!isString && item.type.kind !== 'slice') {
    throw new CallError(`can't slice item of type ${typeName(item.type)}`);
  }
  const count = isString ? stringLength(item, budget) : arrayOf(item).length;
  const [from = 0, to = count, capacity = count] = bounds.map((bound) => {
    // Unlike index, slice does not look into an interface.
    if (bound.type.kind === 'any') throw new CallError('cannot index slice/array with type interface {}');
    return position(bound, count);
  });
  if (from > to) throw new CallError(`invalid slice index: ${from} > ${to}`);
  if (to > capacity) throw new CallError(`invalid slice index: ${to} > ${capacity}`);
  if (isString) return stringValue(sliceBytes(textOf(item), from, to));
  budget.spendSteps(to - from);
  return item.raw === null ? item : typedValue(item.type, arrayOf(item).slice(from, to));
}

/** The type of the result of `index` for arguments of these types. */
export function indexResult([type, ...indexes]: readonly (GoType | undefined)[]): GoType | undefined {
  let current = type;
  for (let i = 0; i < indexes.length; i++) {
    if (current?.kind === 'pointer') current = current.elem;
    if (current?.kind === 'string') current = UINT8;
    else current = current?.kind === 'slice' || current?.kind === 'map' ? current.elem : undefined;
  }
  return current;
}

/** The type of the result of `slice` for an argument of this type. */
export function sliceResult([type]: readonly (GoType | undefined)[]): GoType | undefined {
  const inner = type?.kind === 'pointer' ? type.elem : type;
  return inner?.kind === 'string' || inner?.kind === 'slice' ? inner : undefined;
}
