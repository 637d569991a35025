/** The error that this library throws, and the errors that become one when their position is known. */
import type { GoType } from './values/types.ts';

/** A field that a template uses although its type does not have it. */
export interface UnknownField {
  readonly name: string;
  readonly type: GoType;
  /** The fields that the type has. */
  readonly candidates: readonly string[];
}

/** Any problem of a template. The message is Go's. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** Set when `checkTemplate` reports an unknown field, so that the caller can suggest another one. */
  readonly unknownField: UnknownField | undefined;

  constructor(message: string, unknownField?: UnknownField) {
    super(message);
    this.unknownField = unknownField;
  }
}

/** Thrown by a template function that fails. Becomes a TemplateError with the function's name and position. */
export class CallError extends Error {
  override readonly name = 'CallError';
}

/** Whether JavaScript threw the error because its stack is full. */
export const isStackOverflow = (error: unknown): boolean => error instanceof RangeError;

/** Runs `work`; throws a TemplateError with this message when the input is nested too deeply for JavaScript's stack. */
export function guardStack<T>(message: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isStackOverflow(error) ? new TemplateError(message) : error;
  }
}
