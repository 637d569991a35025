/** Evaluates a path by jsonpath-plus, without ever running code of the expression. */
import { JSONPath } from 'jsonpath-plus';
import { messageOf, UsageError } from '../base/errors.ts';

/**
 * What the path selects, as a list.
 * @throws {UsageError} for a path that cannot be evaluated, found by a try on something empty
 */
export function compileExtension(path: string): (value: unknown) => unknown[] {
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
