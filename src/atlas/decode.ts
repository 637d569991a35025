/** From an answer to the value that is printed. */
import type * as z from 'zod/mini';
import { AnswerError } from './answerError.ts';

/** A null counts as absent, as it does for the pointers of the reference; in a list it keeps its place. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(present.map(([name, field]) => [name, withoutNulls(field)]));
}

/**
 * The answer as the schema has it: fields in its order, and only those that it names.
 * @throws {AnswerError} when the answer is something else
 */
export function decodeAnswer(schema: z.ZodMiniType, answer: unknown): unknown {
  const { data, error } = schema.safeParse(answer);
  if (!error) return withoutNulls(data);
  const [issue] = error.issues;
  const place = issue && issue.path.length > 0 ? `its ${issue.path.join('.')}` : 'it';
  const wanted = issue?.code === 'invalid_type' ? `of type ${issue.expected}` : 'as expected';
  throw new AnswerError(`the answer is not what the API describes: ${place} is not ${wanted}`);
}
