/** The methods every generated Atlas struct has for each field X: GetX, GetXOk and HasX. */
import {
  BOOL,
  boolValue,
  fieldType,
  fieldValue,
  findField,
  type GoField,
  type GoType,
  type GoValue,
  type StructType,
  typedValue,
} from './values.ts';

export interface Method {
  readonly kind: 'get' | 'ok' | 'has';
  readonly field: GoField;
}

/** The method of that name on the struct, or on a pointer to it. */
export function findMethod(
  type: GoType,
  name: string,
): (Method & { readonly owner: StructType }) | undefined {
  const owner = type.kind === 'pointer' ? type.elem : type;
  if (owner.kind !== 'struct' || owner.accessors === false) return undefined;
  const find = (prefix: string, suffix: string): GoField | undefined =>
    name.startsWith(prefix) && name.endsWith(suffix) && name.length > prefix.length + suffix.length
      ? findField(owner, name.slice(prefix.length, name.length - suffix.length))
      : undefined;
  const ok = find('Get', 'Ok');
  if (ok !== undefined) return { kind: 'ok', field: ok, owner };
  const got = find('Get', '');
  if (got !== undefined) return { kind: 'get', field: got, owner };
  // Only what may be absent has a HasX.
  const has = find('Has', '');
  return has?.pointer === true ? { kind: 'has', field: has, owner } : undefined;
}

/** GetXOk gives a pointer and a bool, which templates cannot take; worded as Go words it. */
export function brokenMethod(name: string): string {
  return `invalid function signature for ${name}: second return value should be error; is bool`;
}

/** Calls the method. A nil receiver has no fields: GetX gives the zero value, HasX false. */
export function callMethod(method: Method, receiver: GoValue): GoValue {
  const value = fieldValue(receiver, method.field);
  if (method.kind === 'has') return boolValue(value.raw !== null);
  return method.field.pointer === true ? typedValue(method.field.type, value.raw) : value;
}

/** The type of what the method gives. */
export function methodType(method: Method): GoType {
  if (method.kind === 'has') return BOOL;
  return method.field.pointer === true ? method.field.type : fieldType(method.field);
}
