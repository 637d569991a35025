/** The methods that the Atlas Go SDK generates for its structs. The Atlas CLI's templates can call them. */
import { BOOL, boolValue, fieldValue, type GoField, type GoMethod, typedValue } from '../gotemplate/index.ts';

/**
 * Finds the methods of a struct with these fields: `GetX` returns a field, or its zero value when it is absent, `HasX`
 * tells whether it is present, and `GetXOk` does both, which templates cannot call.
 */
export function sdkMethods(fields: readonly GoField[]): (name: string) => GoMethod | undefined {
  return (method) => {
    for (const field of fields) {
      if (method === `Get${field.name}`) return getter(field);
      if (method === `Get${field.name}Ok`) return { ...getter(field), secondResult: BOOL };
      // Only optional fields have this method.
      if (method === `Has${field.name}` && field.type.kind === 'pointer') return presence(field);
    }
    return undefined;
  };
}

function getter(field: GoField): GoMethod {
  const { type } = field;
  if (type.kind !== 'pointer') return { result: type, call: (receiver) => fieldValue(receiver, field) };
  return { result: type.elem, call: (receiver) => typedValue(type.elem, fieldValue(receiver, field).raw) };
}

function presence(field: GoField): GoMethod {
  return { result: BOOL, call: (receiver) => boolValue(fieldValue(receiver, field).raw !== null) };
}
