/** Values of Go types, made from JSON data on demand. */
import { compareStrings } from '../../go/byteString.ts';
import {
  ANY,
  BOOL,
  type Complex,
  FLOAT64,
  type GoField,
  type GoType,
  type GoValue,
  INT,
  NO_VALUE,
  STRING,
} from './types.ts';

const ANY_SLICE: GoType = { kind: 'slice', elem: ANY };
const ANY_MAP: GoType = { kind: 'map', elem: ANY };

export const stringValue = (text: string): GoValue => ({ type: STRING, raw: text });
export const boolValue = (truth: boolean): GoValue => ({ type: BOOL, raw: truth });
export const intValue = (value: number | bigint, type: GoType = INT): GoValue => ({
  type,
  raw: typeof value === 'bigint' ? narrow(value) : value,
});
export const floatValue = (value: number): GoValue => ({ type: FLOAT64, raw: value });

/** A number when it is exact, because bigints are slow. */
function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/**
 * The value of JSON data as a Go type. Elements and fields are converted only when a template reaches them. Data that do
 * not fit the type become its zero value.
 */
export function typedValue(type: GoType, json: unknown): GoValue {
  switch (type.kind) {
    case 'pointer':
      return { type, raw: json ?? null };
    case 'struct':
      return { type, raw: isRecord(json) ? json : {} };
    case 'slice':
      return { type, raw: Array.isArray(json) ? json : null };
    case 'string':
    case 'time':
      return { type, raw: typeof json === 'string' ? json.toWellFormed() : '' };
    case 'bool':
      return { type, raw: json === true };
    case 'int':
      return { type, raw: typeof json === 'bigint' ? narrow(json) : toInteger(json) };
    case 'float64':
      return { type, raw: typeof json === 'number' ? json : 0 };
    case 'complex128':
      return { type, raw: isComplex(json) ? json : { re: 0, im: 0 } };
    case 'map':
      return { type, raw: isRecord(json) ? json : null };
    case 'any':
      return { type, raw: dynamicValue(json) };
    case 'none':
      return NO_VALUE;
  }
}

function toInteger(json: unknown): number | bigint {
  if (typeof json !== 'number' || !Number.isFinite(json)) return 0;
  const whole = Math.trunc(json);
  return Number.isSafeInteger(whole) ? whole : BigInt(whole);
}

/** The value that encoding/json decodes into an `interface {}`. */
function dynamicValue(json: unknown): GoValue | null {
  switch (typeof json) {
    case 'string':
      return stringValue(json.toWellFormed());
    case 'number':
      return floatValue(json);
    case 'boolean':
      return boolValue(json);
    default:
      if (Array.isArray(json)) return { type: ANY_SLICE, raw: json };
      return isRecord(json) ? { type: ANY_MAP, raw: json } : null;
  }
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isComplex(json: unknown): json is Complex {
  return isRecord(json) && typeof json.re === 'number' && typeof json.im === 'number';
}

// Raw values, checked again: a caller may build a GoValue whose `raw` does not fit its type.

export const textOf = (value: GoValue): string => (typeof value.raw === 'string' ? value.raw : '');
export const numberOf = (value: GoValue): number => Number(value.raw);
export const complexOf = (value: GoValue): Complex => (isComplex(value.raw) ? value.raw : { re: 0, im: 0 });
export const arrayOf = (value: GoValue): readonly unknown[] => (Array.isArray(value.raw) ? value.raw : []);
export const recordOf = (value: GoValue): Readonly<Record<string, unknown>> =>
  isRecord(value.raw) ? value.raw : {};
export const bigintOf = (value: GoValue): bigint =>
  typeof value.raw === 'bigint' ? value.raw : BigInt(toInteger(value.raw));

/** The keys of a map, in the order in which Go prints and ranges over them. */
export function sortedKeys(value: GoValue): string[] {
  return Object.keys(recordOf(value)).sort(compareStrings);
}

/** The value of a key in a map; undefined when the map does not have the key. */
export function mapEntry(value: GoValue, elem: GoType, key: string): GoValue | undefined {
  const record = recordOf(value);
  return Object.hasOwn(record, key) ? typedValue(elem, record[key]) : undefined;
}

/** The value of a field of a struct. */
export function fieldValue(value: GoValue, field: GoField): GoValue {
  const record = recordOf(value);
  const key = field.json ?? field.name;
  return typedValue(field.type, Object.hasOwn(record, key) ? record[key] : undefined);
}

/** The value in an interface, NO_VALUE for a nil interface. Any other value is returned unchanged. */
export function insideInterface(value: GoValue): GoValue {
  if (value.type.kind !== 'any') return value;
  return isValue(value.raw) ? value.raw : NO_VALUE;
}

function isValue(raw: unknown): raw is GoValue {
  return isRecord(raw) && 'type' in raw && 'raw' in raw;
}

/** Follows pointers and interfaces to a value; stops at a nil pointer or interface. */
export function dereference(value: GoValue): GoValue {
  let current = value;
  while (current.raw !== null) {
    const { type } = current;
    if (type.kind === 'pointer') current = typedValue(type.elem, current.raw);
    else if (type.kind === 'any') current = insideInterface(current);
    else break;
  }
  return current;
}

/** Whether `if` takes the value for true. Zero numbers, empty strings, slices and maps, and nil are false. */
export function isTrue(value: GoValue): boolean {
  const inner = insideInterface(value);
  switch (inner.type.kind) {
    case 'bool':
      return inner.raw === true;
    case 'string':
      return inner.raw !== '';
    case 'int':
    case 'float64':
      return numberOf(inner) !== 0;
    case 'complex128':
      return complexOf(inner).re !== 0 || complexOf(inner).im !== 0;
    case 'slice':
      return arrayOf(inner).length > 0;
    case 'map':
      return Object.keys(recordOf(inner)).length > 0;
    // A struct is always true, and so is a pointer that is not nil.
    default:
      return inner.raw !== null;
  }
}
