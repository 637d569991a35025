/** Checks a response against its schema. */
import type * as z from 'zod/mini';
import { ResponseError } from '../../http/responses/responseError.ts';

/** Whether any property is null, at any depth. */
function hasNulls(value: object): boolean {
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    if (inner === null ? !Array.isArray(value) : typeof inner === 'object' && hasNulls(inner)) return true;
  }
  return false;
}

/** Removes properties that are null: the Atlas CLI's fields are Go pointers, for which null and absent are the same. */
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
 * Returns the checked response, without fields that the schema does not have: the Atlas CLI drops them too.
 * @throws {ResponseError} with the property that does not match the schema
 */
export function checkResponse<T>(schema: z.ZodMiniType<T>, response: unknown): T {
  if (response === undefined) throw new ResponseError('the response is empty');
  const needsCleaning = typeof response === 'object' && response !== null && hasNulls(response);
  const result = schema.safeParse(needsCleaning ? withoutNulls(response) : response);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue && issue.path.length > 0 ? `its ${issue.path.join('.')}` : 'it';
  const problem = issue?.code === 'invalid_type' ? `of type ${issue.expected}` : 'as expected';
  throw new ResponseError(`the response is not what the API describes: ${place} is not ${problem}`);
}
