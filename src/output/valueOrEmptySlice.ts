import { ANY, dereference, type GoFunction, NO_VALUE, typedValue } from '../gotemplate/index.ts';

/**
 * A template function of the Atlas CLI: returns the slice that it is given, or an empty one for nil. A `range` over the
 * result takes its else branch where a range over nil fails.
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
