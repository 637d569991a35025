/** Descriptions of Go types, and the values that have them. */

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

/**
 * A Go type. `any` is `interface {}`, whose values have the types that encoding/json decodes into. The keys of a `map`
 * are strings. `time` is a time.Time whose value is the text that it prints as. `none` is the type of NO_VALUE.
 */
export type GoType =
  | { readonly kind: 'bool' | 'string' | 'float64' | 'complex128' | 'any' | 'time' | 'none' }
  | { readonly kind: 'int'; readonly name: IntName }
  | { readonly kind: 'slice' | 'map' | 'pointer'; readonly elem: GoType }
  | StructType;

export interface StructType {
  readonly kind: 'struct';
  /** As `%T` prints it: `admin.ApiKeyUserDetails`. */
  readonly name: string;
  readonly fields: readonly GoField[];
  /** Finds a method by its name, both for the struct and for a pointer to it. */
  readonly method?: (name: string) => GoMethod | undefined;
}

export interface GoField {
  /** The Go name, which templates use. */
  readonly name: string;
  /** The key in the JSON data; the Go name by default. */
  readonly json?: string;
  readonly type: GoType;
}

/** A method without parameters. */
export interface GoMethod {
  readonly result: GoType;
  /** The type of a second result. Go refuses to call a method that has one, unless it is `error`. */
  readonly secondResult?: GoType;
  /** `receiver` is the struct, or a nil pointer to it. */
  readonly call: (receiver: GoValue) => GoValue;
}

/**
 * A value and its type. What `raw` holds depends on the kind of the type:
 *
 * - bool, string, float64: the JavaScript value
 * - int: a number up to 2^53, beyond that a bigint
 * - complex128: a Complex
 * - slice: an array of JSON values; null for nil
 * - map, struct: an object of JSON values; null for a nil map
 * - pointer: the JSON value that it points to; null for nil
 * - any: the GoValue in the interface; null for nil
 */
export interface GoValue {
  readonly type: GoType;
  readonly raw: unknown;
}

export interface Complex {
  readonly re: number;
  readonly im: number;
}

export const ANY: GoType = { kind: 'any' };
export const BOOL: GoType = { kind: 'bool' };
export const STRING: GoType = { kind: 'string' };
export const FLOAT64: GoType = { kind: 'float64' };
export const COMPLEX128: GoType = { kind: 'complex128' };
export const INT: GoType = { kind: 'int', name: 'int' };
export const UINT8: GoType = { kind: 'int', name: 'uint8' };
export const NONE: GoType = { kind: 'none' };

/** The result of looking up a missing map key, and the value of `nil`. Prints as `<no value>`. */
export const NO_VALUE: GoValue = { type: NONE, raw: null };

const pointerTypes = new WeakMap<GoType, GoType>();
const fieldTables = new WeakMap<StructType, Map<string, GoField>>();

/** The type `*elem`. Returns the same object for the same `elem`, so that types can be compared by identity. */
export function pointerTo(elem: GoType): GoType {
  let type = pointerTypes.get(elem);
  if (type === undefined) {
    type = { kind: 'pointer', elem };
    pointerTypes.set(elem, type);
  }
  return type;
}

/** The type that pointers lead to in the end. */
export function pointee(type: GoType): GoType {
  let current = type;
  while (current.kind === 'pointer') current = current.elem;
  return current;
}

export function findField(type: StructType, name: string): GoField | undefined {
  let table = fieldTables.get(type);
  if (table === undefined) {
    table = new Map(type.fields.map((field) => [field.name, field]));
    fieldTables.set(type, table);
  }
  return table.get(name);
}

/** The method of a struct, or of a pointer to one. */
export function findMethod(type: GoType, name: string): GoMethod | undefined {
  const receiver = type.kind === 'pointer' ? type.elem : type;
  return receiver.kind === 'struct' ? receiver.method?.(name) : undefined;
}

/** Why Go cannot call a method, if that is so. */
export function signatureProblem(name: string, { secondResult }: GoMethod): string | undefined {
  if (secondResult === undefined) return undefined;
  const second = `second return value should be error; is ${typeName(secondResult)}`;
  return `invalid function signature for ${name}: ${second}`;
}

/** The type as `%T` prints it. */
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
