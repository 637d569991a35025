/** Evaluates a path with jsonpath-plus, which runs no code of the expression. */
import { JSONPath } from 'jsonpath-plus';
import { messageOf, UsageError } from '../base/errors.ts';

/**
 * Compiles a path into a function that returns the list of selected values.
 * @throws {UsageError} if the path cannot be evaluated; a trial on empty values shows that
 */
export function compileWithJsonPathPlus(path: string): (value: unknown) => unknown[] {
  const evaluate = (value: unknown): unknown[] =>
    JSONPath({ path, json: value as object, eval: 'safe', wrap: true, ignoreEvalErrors: false });
  try {
    evaluate({});
    evaluate([{}]);
  } catch (error) {
    throw new UsageError(`json-path: ${messageOf(error).split('\n')[0]}`);
  }
  return evaluate;
}
