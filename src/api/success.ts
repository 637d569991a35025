/**
 * What the success of a call looks like, and the one place that judges it: a success status alone proves nothing, since
 * a gateway may have sent it. The judges load schemas, so they are loaded while the request is under way.
 */
import { ResponseError } from '../http/responseError.ts';
import { checkResponse } from './checkResponse.ts';
import type { ApiKey, ItemName, ResponseForm, ResponseOf } from './schemas.ts';

/** A whole response with a success status, its body decoded. */
export interface SuccessfulResponse {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** Loads the judge of a call, which returns what the response proves. The judge throws a ResponseError for anything else. */
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

/** JSON of one item, a page of them, or a plain list, as the API's description has it. */
export const expectJson =
  <N extends ItemName, F extends ResponseForm = 'one'>(name: N, form?: F): Success<ResponseOf<N, F>> =>
  async () => {
    const { schemaOf } = await import('./schemas.ts');
    const schema = schemaOf<N, F>(name, form);
    return (response) => checkResponse(schema, jsonOf(response));
  };

/** A key that was created: its private half is proof of it, and nothing else is. */
export const expectCreatedKey: Success<ApiKey> = async () => {
  const judge = await expectJson('apiKey')();
  return (response) => {
    const key = judge(response);
    if (!key.privateKey) throw new ResponseError('the response holds no private key');
    return key;
  };
};

/** A deletion: 204, or 200 with a JSON object or nothing. */
export const expectDeletion: Success<void> = async () => (response) => {
  if (response.status === 204 || (response.status === 200 && response.text === '')) return;
  const value = response.status === 200 ? jsonOf(response) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ResponseError('the response is not that of a deletion');
};
