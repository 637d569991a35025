/**
 * Checks whether a response proves that its call succeeded. A success status alone proves nothing, because a gateway can
 * send one. The checks are loaded while the request is on its way.
 */
import { ResponseError } from '../http/responseError.ts';
import { accept } from './plainType.ts';
import { plainTypes } from './plainTypes.ts';
import type { ApiKey, ItemName, ResponseForm, ResponseOf } from './schemas.ts';

/** A complete response with a success status and a decoded body. */
export interface SuccessfulResponse {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** Loads the check of a call's response, which returns the checked content or rejects with a ResponseError. */
export type Success<T> = () => Promise<(response: SuccessfulResponse) => T | Promise<T>>;

function jsonOf({ status, contentType, text }: SuccessfulResponse): unknown {
  if (status === 204) return undefined;
  if (!contentType?.toLowerCase().includes('json'))
    throw new ResponseError(`the response is not JSON but ${contentType || 'of no known type'}`);
  if (text === '') throw new ResponseError('the response is empty');
  try {
    return JSON.parse(text);
  } catch {
    throw new ResponseError('the response is not JSON');
  }
}

/** Checks a value with zod. @throws {ResponseError} when it does not match the schema */
async function checkWithSchema<N extends ItemName, F extends ResponseForm>(
  name: N,
  form: F | undefined,
  value: unknown,
): Promise<ResponseOf<N, F>> {
  const [{ checkResponse }, { schemaOf }] = await Promise.all([
    import('./checkResponse.ts'),
    import('./schemas.ts'),
  ]);
  return checkResponse(schemaOf<N, F>(name, form), value);
}

/**
 * Expects JSON that matches the schema of one item, a page of items, or a plain list. What the plain type does not accept
 * is left to zod, which alone says what is wrong.
 */
export const expectJson =
  <N extends ItemName, F extends ResponseForm = 'one'>(name: N, form?: F): Success<ResponseOf<N, F>> =>
  async () => {
    const type = plainTypes[name]?.[form ?? 'one']();
    return async (response) => {
      const value = jsonOf(response);
      const accepted = type && accept(type, value);
      // The build makes the type of the schema.
      return accepted === undefined ? checkWithSchema(name, form, value) : (accepted as ResponseOf<N, F>);
    };
  };

/** Expects a new key. Only its private key proves that it was created. */
export const expectCreatedKey: Success<ApiKey> = async () => {
  const check = await expectJson('apiKey')();
  return async (response) => {
    const key = await check(response);
    if (!key.privateKey) throw new ResponseError('the response contains no private key');
    return key;
  };
};

/** Expects a response that has nothing to tell: 204, or 200 with a JSON object or an empty body. */
const expectConfirmation =
  (change: string): Success<void> =>
  async () =>
  (response) => {
    if (response.status === 204 || (response.status === 200 && response.text === '')) return;
    const value = response.status === 200 ? jsonOf(response) : undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ResponseError(`the response does not confirm the ${change}`);
  };

export const expectDeletion = expectConfirmation('deletion');

/** For roles that are given to a key in a project. */
export const expectAssignment = expectConfirmation('assignment');
