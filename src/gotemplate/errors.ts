/** The one error this library throws, and the small errors that become it once a position is known. */
import type { GoType } from './values.ts';

/** Everything that can go wrong with a template. The message is worded as Go words it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** The field that a template asks of a type that does not have it, for a caller who can say which one was meant. */
  unknownField?: { readonly field: string; readonly type: GoType };
}

/** What a template function throws: the evaluator adds where and in which call it happened. */
export class CallError extends Error {
  override readonly name = 'CallError';
}

/** True for what JavaScript throws when its stack is used up. */
export const isStackExhausted = (error: unknown): boolean => error instanceof RangeError;

/** Runs `work`, turning an exhausted JavaScript stack into a TemplateError: deep input must never crash. */
export function guardStack<T>(message: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isStackExhausted(error) ? new TemplateError(message) : error;
  }
}
