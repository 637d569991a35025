import { describe, expect, test } from 'vitest';
import { apiError } from '../../src/api/refusal.ts';

const errorFor = (text: string, status = 400, statusText = 'Bad Request') =>
  apiError('POST', 'https://x.example:8443/api/atlas/v2/orgs/o/apiKeys', {
    status,
    statusText,
    headers: new Headers(),
    text,
  });

const messageFor = (body: unknown): string => errorFor(JSON.stringify(body)).message;

const PREFIX = 'https://x.example:8443/api/atlas/v2/orgs/o/apiKeys POST: HTTP 400 Bad Request';

describe('an error body of the API', () => {
  test.each([
    [
      'everything',
      {
        errorCode: 'E',
        detail: 'It is wrong.',
        reason: 'Bad Request',
        parameters: ['a', 'b'],
        badRequestDetail: { fields: [{ field: 'desc', description: 'too long' }] },
      },
      `${PREFIX} (Error code: "E") Detail: It is wrong. Reason: Bad Request. Params: [a b], BadRequestDetail: desc: too long`,
    ],
    ['nothing', {}, `${PREFIX} (Error code: "") Detail:  Reason: . Params: [], BadRequestDetail:`],
    [
      'nulls',
      { errorCode: null, detail: null, reason: null, parameters: null, badRequestDetail: null },
      `${PREFIX} (Error code: "") Detail:  Reason: . Params: [], BadRequestDetail:`,
    ],
    [
      'several fields',
      {
        badRequestDetail: {
          fields: [
            { field: 'a', description: 'b' },
            { field: 'c', description: 'd' },
          ],
        },
      },
      `${PREFIX} (Error code: "") Detail:  Reason: . Params: [], BadRequestDetail: a: b; c: d`,
    ],
    [
      'no fields',
      { badRequestDetail: {} },
      `${PREFIX} (Error code: "") Detail:  Reason: . Params: [], BadRequestDetail:`,
    ],
    [
      'parameters of other types',
      { parameters: [1, true, { a: 1 }] },
      `${PREFIX} (Error code: "") Detail:  Reason: . Params: [1 true {"a":1}], BadRequestDetail:`,
    ],
    [
      'unknown properties',
      { error: 400, more: 'x', errorCode: 'E' },
      `${PREFIX} (Error code: "E") Detail:  Reason: . Params: [], BadRequestDetail:`,
    ],
  ])('when it contains %s, then the text is the Atlas CLI’s', (_, body, expected) => {
    expect(messageFor(body)).toBe(expected);
  });
});

describe('anything else', () => {
  test.each([
    ['HTML', '<html>Bad gateway</html>'],
    ['half of an object', '{"errorCode": "E"'],
    ['an array', '[{"errorCode": "E"}]'],
    ['null', 'null'],
    ['a text', '"E"'],
    ['an error code of the wrong type', '{"errorCode": 5}'],
    ['parameters of the wrong type', '{"parameters": "x"}'],
  ])(
    'when the body is %s, then the text says that it could not be decoded, and does not quote it',
    (_, text) => {
      const error = errorFor(text, 502, 'Bad Gateway');
      expect(error.message).toBe('(502 Bad Gateway) failed to decode response body');
      expect(error.body).toBeUndefined();
    },
  );

  test('when there is no reason phrase, then there is no space in its place', () => {
    expect(errorFor('<html>', 502, '').message).toBe('(502) failed to decode response body');
  });

  test('when the body is empty, then the text is the one for an error body without any values', () => {
    const error = errorFor('', 502, 'Bad Gateway');
    expect(error.message).toMatch(
      /HTTP 502 Bad Gateway \(Error code: ""\) Detail: {2}Reason: \. Params: \[\], BadRequestDetail:$/,
    );
    expect(error.body).toBeUndefined();
  });
});

test('when an error is created, then it has the host with its port', () => {
  expect(errorFor('{}').host).toBe('x.example:8443');
});
