/** What proves the success of a call. */
import { expect, test } from 'vitest';
import {
  expectCreatedKey,
  expectDeletion,
  expectJson,
  type SuccessfulResponse,
} from '../../../src/api/responses/success.ts';
import { ResponseError } from '../../../src/http/responses/responseError.ts';

const json = (
  text: string,
  status = 200,
  contentType: string | null = 'application/json',
): SuccessfulResponse => ({
  status,
  contentType,
  text,
});

const KEY = '{"id":"i","publicKey":"p","privateKey":"s","unknown":1}';

test.each([
  ['application/json'],
  ['application/vnd.atlas.2023-01-01+json;charset=utf-8'],
  ['application/vnd.atlas.2099-01-01+JSON'],
])('when the media type is %s, then the response is read as JSON', async (contentType) => {
  const judge = await expectCreatedKey();
  expect(await judge(json(KEY, 200, contentType))).toEqual({ id: 'i', publicKey: 'p', privateKey: 's' });
});

test.each<[SuccessfulResponse, string]>([
  [json('<html>', 200, 'text/html'), 'the response is not JSON but text/html'],
  [json(KEY, 200, null), 'the response is not JSON but of no known type'],
  [json(''), 'the response is empty'],
  [json('', 204, null), 'the response is empty'],
  [json('{"a":'), 'the response is not JSON'],
  [json(`${KEY} trailing`), 'the response is not JSON'],
  [json('null'), 'the response is not what the API describes: it is not of type object'],
  [json('[]'), 'the response is not what the API describes: it is not of type object'],
  [json('{"id":5}'), 'the response is not what the API describes: its id is not of type string'],
  [json('{}'), 'the response contains no private key'],
  [json('{"status":"ok"}'), 'the response contains no private key'],
  [json('{"id":"i","publicKey":"p"}'), 'the response contains no private key'],
  [json('{"id":"i","publicKey":"p","privateKey":""}'), 'the response contains no private key'],
])('when the response to a create is %j, then no key was created', async (response, message) => {
  const judge = await expectCreatedKey();
  await expect(async () => judge(response)).rejects.toThrow(new ResponseError(message));
});

test.each([json('', 204, null), json('', 200, null), json('{}'), json('{"a":1}')])(
  'when the response to a deletion is %j, then it confirms it',
  async (response) => {
    const judge = await expectDeletion();
    expect(judge(response)).toBeUndefined();
  },
);

test.each([
  json('<html>', 200, 'text/html'),
  json('{}', 200, 'text/plain'),
  json('{"a":'),
  json('[]'),
  json('null'),
  json('"deleted"'),
  json('{}', 201),
  json('{}', 202),
  json('', 206, null),
])('when the response to a deletion is %j, then it does not confirm it', async (response) => {
  const judge = await expectDeletion();
  expect(() => judge(response)).toThrow(ResponseError);
});

test('when a page of a list is checked, then fields that the API does not describe are dropped', async () => {
  const judge = await expectJson('apiKey', 'page')();
  expect(await judge(json('{"results":[{"id":"i","x":1,"desc":null}],"totalCount":1,"y":2}'))).toEqual({
    results: [{ id: 'i' }],
    totalCount: 1,
  });
});
