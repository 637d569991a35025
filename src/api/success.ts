/**
 * Checks whether a response proves that its call succeeded. A success status alone proves nothing, because a gateway can
 * send one. The checks load schemas, so they are loaded while the request is on its way.
 */
import { ResponseError } from '../http/responseError.ts';
import { checkResponse } from './checkResponse.ts';
import type { ApiKey, ItemName, ResponseForm, ResponseOf } from './schemas.ts';

/** A complete response with a success status and a decoded body. */
export interface SuccessfulResponse {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** Loads the check of a call's response, which returns the checked content or throws a ResponseError. */
export type Success<T> = () => Promise<(response: SuccessfulResponse) => T>;

function jsonOf({ status, contentType, text }: SuccessfulResponse): unknown {
  if (status === 204) return undefined;
  if (!/json/i.test(contentType ?? ''))
    throw new ResponseError(`the response is not JSON but ${contentType || 'of no known type'}`);
  if (text === '') throw new ResponseError('the response is empty');
  try {
    return JSON.parse(text);
  } catch {
    throw new ResponseError('the response is not JSON');
  }
}

/** Expects JSON that matches the schema of one item, a page of items, or a plain list. */
export const expectJson =
  <N extends ItemName, F extends ResponseForm = 'one'>(name: N, form?: F): Success<ResponseOf<N, F>> =>
  async () => {
    const { schemaOf } = await import('./schemas.ts');
    const schema = schemaOf<N, F>(name, form);
    return (response) => checkResponse(schema, jsonOf(response));
  };

/** Expects a new key. Only its private key proves that it was created. */
export const expectCreatedKey: Success<ApiKey> = async () => {
  const check = await expectJson('apiKey')();
  return (response) => {
    const key = check(response);
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
