/** The interface of template functions. */
import type { Budget } from '../limits.ts';
import type { GoType, GoValue } from '../values/types.ts';

export interface GoFunction {
  /** The smallest number of arguments. */
  readonly minimum: number;
  /** The largest number of arguments; any number by default. */
  readonly maximum?: number;
  /** Pointers are passed as pointers, nil as NO_VALUE. @throws {CallError} when the function fails */
  readonly call: (args: readonly GoValue[], budget: Budget) => GoValue;
  /** The type of the result for arguments of these types, for `checkTemplate`; undefined for an unknown type. */
  readonly result?: (args: readonly (GoType | undefined)[]) => GoType | undefined;
}

/** The error for a wrong number of arguments; undefined when the number is right. */
export function argumentCountProblem(
  name: string,
  { minimum, maximum }: GoFunction,
  written: number,
  piped: number,
): string | undefined {
  const count = written + piped;
  if (count >= minimum && (maximum === undefined || count <= maximum)) return undefined;
  // Go leaves out the piped argument in this message.
  if (maximum === undefined)
    return `wrong number of args for ${name}: want at least ${minimum} got ${written}`;
  return `wrong number of args for ${name}: want ${maximum} got ${count}`;
}
