/** What the service answered, checked against what its API describes. */
import type * as z from 'zod/mini';
import { AnswerError } from '../http/answerError.ts';

/** Whether a property is null, anywhere. */
function hasNulls(value: object): boolean {
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    if (inner === null ? !Array.isArray(value) : typeof inner === 'object' && hasNulls(inner)) return true;
  }
  return false;
}

/** Leaves out properties that are null: for the reference, whose fields are pointers, they are absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [name, withoutNulls(inner)]),
  );
}

/**
 * The answer as its schema has it: fields that the schema does not name are dropped, as in the reference.
 * @throws {AnswerError} with the place that is not as described
 */
export function checkAnswer<T>(schema: z.ZodMiniType<T>, answer: unknown): T {
  if (answer === undefined) throw new AnswerError('the answer is empty');
  const hasSome = typeof answer === 'object' && answer !== null && hasNulls(answer);
  const result = schema.safeParse(hasSome ? withoutNulls(answer) : answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue && issue.path.length > 0 ? `its ${issue.path.join('.')}` : 'it';
  const problem = issue?.code === 'invalid_type' ? `of type ${issue.expected}` : 'as expected';
  throw new AnswerError(`the answer is not what the API describes: ${place} is not ${problem}`);
}
