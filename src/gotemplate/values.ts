/** The values a template works on: plain JSON-like data paired, lazily, with the Go types they have. */
import { clean, compareText } from './bytes.ts';

export type IntName =
  | 'int'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64';

export interface GoField {
  /** The name templates use. */
  readonly name: string;
  /** The key in the JSON data; the Go name when absent. */
  readonly json?: string;
  readonly type: GoType;
  /** True when the Go field is a pointer: absent and null are nil, not a zero value. */
  readonly pointer?: boolean;
}

export interface StructType {
  readonly kind: 'struct';
  /** As Go's `%T` prints it: `admin.ApiKeyUserDetails`. */
  readonly name: string;
  readonly fields: readonly GoField[];
  /** False for a struct that lacks the generated GetX, GetXOk and HasX methods. */
  readonly accessors?: boolean;
}

/**
 * The type of a value, as Go would name it. `any` is `interface {}`: its values carry their own types, those
 * encoding/json gives. `time` is a time.Time that stays the text it was. `none` is the type of no value.
 */
export type GoType =
  | { readonly kind: 'bool' | 'string' | 'float64' | 'complex128' | 'any' | 'time' | 'none' }
  | { readonly kind: 'int'; readonly name: IntName }
  | { readonly kind: 'slice' | 'map' | 'pointer'; readonly elem: GoType }
  | StructType;

/** A complex number, the value of constants like `1+2i`. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/**
 * A value and its type. `raw` is the JSON value, unconverted where the type is a container:
 * slice → array or null, map and struct → object (null for a nil map), pointer → what it points to or null,
 * any → the GoValue inside or null, int → a number while exact and a bigint beyond, complex128 → Complex.
 */
export interface GoValue {
  readonly type: GoType;
  readonly raw: unknown;
}

export const ANY: GoType = { kind: 'any' };
export const BOOL: GoType = { kind: 'bool' };
export const STRING: GoType = { kind: 'string' };
export const FLOAT: GoType = { kind: 'float64' };
export const COMPLEX: GoType = { kind: 'complex128' };
export const INT: GoType = { kind: 'int', name: 'int' };
export const UINT8: GoType = { kind: 'int', name: 'uint8' };
const ANY_SLICE: GoType = { kind: 'slice', elem: ANY };
const ANY_MAP: GoType = { kind: 'map', elem: ANY };
export const NONE: GoType = { kind: 'none' };

/** No value: what a missing map key gives. Prints `<no value>`, and is nil as an argument. */
export const NO_VALUE: GoValue = { type: NONE, raw: null };

const pointers = new WeakMap<GoType, GoType>();
const fieldTables = new WeakMap<StructType, Map<string, GoField>>();

/** The type `*elem`; the same object for the same `elem`. */
export function pointerTo(elem: GoType): GoType {
  let type = pointers.get(elem);
  if (type === undefined) {
    type = { kind: 'pointer', elem };
    pointers.set(elem, type);
  }
  return type;
}

/** The field of that Go name. */
export function findField(type: StructType, name: string): GoField | undefined {
  let table = fieldTables.get(type);
  if (table === undefined) {
    table = new Map(type.fields.map((field) => [field.name, field]));
    fieldTables.set(type, table);
  }
  return table.get(name);
}

export function fieldType(field: GoField): GoType {
  return field.pointer === true ? pointerTo(field.type) : field.type;
}

export const stringValue = (text: string): GoValue => ({ type: STRING, raw: text });
export const boolValue = (truth: boolean): GoValue => ({ type: BOOL, raw: truth });
export const intValue = (value: number | bigint, type: GoType = INT): GoValue => ({
  type,
  raw: typeof value === 'bigint' ? narrow(value) : value,
});
export const floatValue = (value: number): GoValue => ({ type: FLOAT, raw: value });

/** A bigint as a number, while that is exact: numbers are much cheaper. */
function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/**
 * Pairs JSON-like data with a type. Nothing is copied or converted but the value itself; elements and fields
 * are paired when they are reached. Data of another shape than the type says count as the zero value.
 */
export function typedValue(type: GoType, json: unknown): GoValue {
  // The kinds that answers are made of, without the switch: that is slow where nothing has been compiled yet.
  const { kind } = type;
  if (kind === 'string') return { type, raw: typeof json === 'string' ? clean(json) : '' };
  if (kind === 'struct') return { type, raw: isRecord(json) ? json : {} };
  if (kind === 'pointer') return { type, raw: json ?? null };
  if (kind === 'slice') return { type, raw: Array.isArray(json) ? json : null };
  switch (kind) {
    case 'time':
      return { type, raw: typeof json === 'string' ? clean(json) : '' };
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

/** What encoding/json makes of data whose type is not known. */
function dynamicValue(json: unknown): GoValue | null {
  switch (typeof json) {
    case 'string':
      return stringValue(clean(json));
    case 'number':
      return floatValue(json);
    case 'boolean':
      return boolValue(json);
    case 'bigint':
      return intValue(json);
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

// Reading raw values, without trusting that they are what the type says.

export const textOf = (value: GoValue): string => (typeof value.raw === 'string' ? value.raw : '');
export const numberOf = (value: GoValue): number => Number(value.raw);
export const complexOf = (value: GoValue): Complex => (isComplex(value.raw) ? value.raw : { re: 0, im: 0 });
export const arrayOf = (value: GoValue): readonly unknown[] => (Array.isArray(value.raw) ? value.raw : []);
export const recordOf = (value: GoValue): Readonly<Record<string, unknown>> =>
  isRecord(value.raw) ? value.raw : {};
export const bigintOf = (value: GoValue): bigint =>
  typeof value.raw === 'bigint' ? value.raw : BigInt(toInteger(value.raw));

/** The keys of a map, as Go orders them. */
export function sortedKeys(value: GoValue): string[] {
  return Object.keys(recordOf(value)).sort(compareText);
}

/** The value a map has under a key; undefined when it has none. */
export function mapEntry(value: GoValue, elem: GoType, key: string): GoValue | undefined {
  const record = recordOf(value);
  return Object.hasOwn(record, key) ? typedValue(elem, record[key]) : undefined;
}

const absent = (field: GoField): GoValue => typedValue(fieldType(field), undefined);

/** The value of a struct's field. */
export function fieldValue(value: GoValue, field: GoField): GoValue {
  const record = recordOf(value);
  const key = field.json ?? field.name;
  const json = record[key];
  if (json === undefined || !Object.hasOwn(record, key)) return absent(field);
  return field.pointer === true ? { type: pointerTo(field.type), raw: json } : typedValue(field.type, json);
}

/** The value inside an interface; no value for nil. Other values stay what they are. */
export function insideInterface(value: GoValue): GoValue {
  if (value.type.kind !== 'any') return value;
  return isValue(value.raw) ? value.raw : NO_VALUE;
}

function isValue(raw: unknown): raw is GoValue {
  return isRecord(raw) && 'type' in raw && 'raw' in raw;
}

/** Follows pointers and interfaces down to a value; stops at a nil one. */
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

/** The type as Go's `%T` prints it. */
export function typeName(type: GoType): string {
  switch (type.kind) {
    case 'any':
      return 'interface {}';
    case 'time':
      return 'time.Time';
    case 'none':
      return '<nil>';
    case 'int':
    case 'struct':
      return type.name;
    case 'slice':
      return `[]${typeName(type.elem)}`;
    case 'map':
      return `map[string]${typeName(type.elem)}`;
    case 'pointer':
      return `*${typeName(type.elem)}`;
    default:
      return type.kind;
  }
}

/** The truth of a value as `if` sees it: zero values, empty containers and nil are false. */
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
    // A pointer is true whatever it points to, a struct is never empty.
    default:
      return inner.raw !== null;
  }
}
