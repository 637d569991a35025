import * as zlib from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../src/api/apiError.ts';
import { atlasClient, type Call } from '../../src/api/client.ts';
import type { Success } from '../../src/api/responses/success.ts';
import { version } from '../../src/base/version.ts';
import { NetworkError } from '../../src/http/networkError.ts';
import { ResponseError } from '../../src/http/responses/responseError.ts';
import { fakeSystem } from '../support/inProcess/fakeSystem.ts';
import {
  brokenBody,
  challenge,
  failure,
  httpResponse,
  jsonResponse,
  lost,
  notDelivered,
  type ScriptedResponse,
} from '../support/inProcess/scriptedResponses.ts';

const CREDENTIALS = {
  kind: 'api_keys',
  identifier: 'pub',
  secret: 'canary',
  isGov: false,
  origin: { kind: 'variable', name: 'X' },
} as const;
/** Takes any text for a success. */
const anyText: Success<string> = async () => (response) => response.text;
const POST: Call<string> = {
  method: 'POST',
  path: 'orgs/o/apiKeys?pretty=true',
  body: { desc: 'é' },
  success: anyText,
};
const GET: Call<string> = { method: 'GET', path: 'orgs', success: anyText };
const CREATED_TEXT = '{"id":"1"}';
const created = jsonResponse({ id: '1' }, 201);
const limited = (headers: Record<string, string>) =>
  jsonResponse({ errorCode: 'RATE_LIMITED' }, 429, headers);

const bytesOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });

/** A client on scripted responses, with the list of what it reports of its progress. */
function clientOn(...responses: ScriptedResponse[]) {
  const system = fakeSystem({ responses });
  const progress: string[] = [];
  const client = atlasClient(system, 'https://x.example/gate/', CREDENTIALS, {
    sent: () => progress.push('sent'),
    refused: () => progress.push('refused'),
    accepted: (receivedBytes) => progress.push(`answered ${new TextDecoder().decode(receivedBytes())}`),
  });
  const errorOf = (call: Call): Promise<Error> =>
    client.send(call).then(
      (answer) => Promise.reject(new Error(`no error, but ${JSON.stringify(answer)}`)),
      (error: Error) => error,
    );
  return { client, system, progress, errorOf };
}

describe('a request', () => {
  test('when a call has a body, then it is sent as JSON with the media type of the API', async () => {
    const { client, system } = clientOn(challenge, created);
    await client.send(POST);
    expect(system.requests[0]).toEqual({
      url: 'https://x.example/gate/api/atlas/v2/orgs/o/apiKeys?pretty=true',
      method: 'POST',
      headers: {
        accept: 'application/vnd.atlas.2023-01-01+json',
        'accept-encoding': 'identity',
        'content-type': 'application/vnd.atlas.2023-01-01+json',
        'user-agent': `atlas/${version} (linux)`,
      },
      body: '{"desc":"é"}',
    });
  });

  test('when a call has no body, then it has neither body nor content type', async () => {
    const { client, system } = clientOn(jsonResponse([]));
    await client.send(GET);
    expect(system.requests[0]).not.toHaveProperty('body');
    expect(system.requests[0]?.headers).not.toHaveProperty('content-type');
  });

  test('when the URL has a path and a query, then the digest contains both', async () => {
    const { client, system } = clientOn(challenge, created);
    await client.send(POST);
    expect(system.requests[1]?.headers['authorization']).toContain(
      'uri="/gate/api/atlas/v2/orgs/o/apiKeys?pretty=true"',
    );
  });
});

test('when a call takes several requests, then each has its own limit of sixty seconds', async () => {
  const signals = [new AbortController().signal, new AbortController().signal];
  const timeout = vi.spyOn(AbortSignal, 'timeout');
  for (const signal of signals) timeout.mockReturnValueOnce(signal);
  const seen: AbortSignal[] = [];
  const noting =
    (answer: ScriptedResponse): ScriptedResponse =>
    (url, request) => {
      seen.push(request.signal);
      return answer(url, request);
    };
  await clientOn(noting(challenge), noting(created)).client.send(POST);
  expect(timeout.mock.calls).toEqual([[60_000], [60_000]]);
  expect(seen).toEqual(signals);
});

describe('a response', () => {
  test('when a character is split between two chunks, then it is read correctly', async () => {
    const bytes = new TextEncoder().encode('"é😀"');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const { client } = clientOn(challenge, httpResponse(200, body));
    expect(await client.send(POST)).toBe('"é😀"');
  });

  test('when it is not UTF-8, then that is an error', async () => {
    const { errorOf } = clientOn(challenge, httpResponse(200, bytesOf(Uint8Array.of(0x22, 0xe9, 0x22))));
    const error = await errorOf(POST);
    expect(error).toBeInstanceOf(ResponseError);
    expect(error.message).toBe('the response is not UTF-8 text');
  });

  test.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['gzip', zlib.gzipSync],
    ['x-gzip', zlib.gzipSync],
    ['GZIP', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['deflate', zlib.deflateRawSync],
    ['br', zlib.brotliCompressSync],
    ['identity', (bytes) => bytes],
    ['gzip, br', (bytes) => zlib.brotliCompressSync(zlib.gzipSync(bytes))],
  ])('when the Content-Encoding is %s, then the body is decoded', async (coding, encode) => {
    const body = bytesOf(encode(Buffer.from('{"id":"1"}')));
    const { client } = clientOn(challenge, httpResponse(200, body, { 'content-encoding': coding }));
    expect(await client.send(POST)).toBe('{"id":"1"}');
  });

  test.each(['gzip', 'br', 'deflate', 'zstd', 'compress'])(
    'when the Content-Encoding is %s but the body is not encoded, then that is an error, and its bytes are reported unchanged',
    async (coding) => {
      const { errorOf, progress } = clientOn(
        challenge,
        httpResponse(200, CREATED_TEXT, { 'content-encoding': coding }),
      );
      expect(await errorOf(POST)).toBeInstanceOf(ResponseError);
      expect(progress.at(-1)).toBe(`answered ${CREATED_TEXT}`);
    },
  );

  test('when a refusal is compressed, then its text is still read', async () => {
    const body = bytesOf(zlib.gzipSync('{"errorCode":"BAD","detail":"no"}'));
    const { errorOf } = clientOn(challenge, httpResponse(400, body, { 'content-encoding': 'gzip' }));
    expect((await errorOf(POST)).message).toContain('(Error code: "BAD") Detail: no');
  });
});

describe('before credentials have left', () => {
  test.each(['POST', 'PATCH', 'DELETE'] as const)(
    'when a %s succeeds without credentials, then nothing was changed',
    async (method) => {
      const { errorOf, progress } = clientOn(created);
      const error = await errorOf({ ...POST, method });
      expect(error).toBeInstanceOf(ResponseError);
      expect(error.message).toBe('x.example answered without asking for credentials, so nothing was changed');
      expect(progress).toEqual([]);
    },
  );

  test('when a GET succeeds without credentials, then its response is used', async () => {
    expect(await clientOn(jsonResponse([])).client.send(GET)).toBe('[]');
  });
});

describe('the size limit', () => {
  const MIB = 1024 * 1024;
  const body = (bytes: number) => {
    let left = bytes;
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        const size = Math.min(left, MIB);
        left -= size;
        if (size === 0) controller.close();
        else controller.enqueue(new Uint8Array(size).fill(0x31));
      },
    });
  };

  test('when a response is one byte larger than 16 MiB, then it is refused', async () => {
    const { errorOf } = clientOn(challenge, httpResponse(200, body(16 * MIB + 1)));
    const error = await errorOf(POST);
    expect(error).toBeInstanceOf(ResponseError);
    expect(error.message).toBe('the response is larger than 16 MiB');
  });

  test('when a response never ends, then no more than the limit is read', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(MIB));
      },
    });
    const { errorOf } = clientOn(httpResponse(400, endless));
    expect((await errorOf(POST)).message).toBe('the response is larger than 16 MiB');
    expect(pulled).toBeLessThan(20);
  });

  test('when a response has exactly 16 MiB, then it is read', async () => {
    const { client } = clientOn(challenge, httpResponse(200, body(16 * MIB)));
    expect(await client.send(POST)).toHaveLength(16 * MIB);
  });
});

describe('too many requests', () => {
  test.each([
    ['0', 0],
    ['1', 1000],
    ['30', 30_000],
    [' 5 ', 5000],
  ])(
    'when Retry-After is %j, then the request is sent again after that time',
    async (value, milliseconds) => {
      const { client, system } = clientOn(limited({ 'retry-after': value }), challenge, created);
      expect(await client.send(POST)).toBe(CREATED_TEXT);
      expect(system.slept).toEqual([milliseconds]);
    },
  );

  test('when every response is 429, then the request is sent three times in total', async () => {
    const one = limited({ 'retry-after': '2' });
    const { errorOf, system } = clientOn(one, one, one, one);
    expect(await errorOf(POST)).toMatchObject({ status: 429 });
    expect([system.requests.length, system.slept]).toEqual([3, [2000, 2000]]);
  });

  test('when a request is sent again, then it uses the same challenge with the next count', async () => {
    const { client, system } = clientOn(challenge, limited({ 'retry-after': '1' }), created);
    await client.send(POST);
    expect(system.requests.map(({ headers }) => headers['authorization']?.match(/nc=\d+/)?.[0])).toEqual([
      undefined,
      'nc=00000001',
      'nc=00000002',
    ]);
  });

  test.each([
    ['31'],
    ['3600'],
    ['-1'],
    ['1.5'],
    ['0x10'],
    ['1e1'],
    ['+5'],
    ['soon'],
    [''],
    ['Wed, 21 Oct 2026 07:28:00 GMT'],
    ['99999999999999999999'],
  ])('when Retry-After is %j, then the refusal is reported at once', async (value) => {
    const { errorOf, system } = clientOn(limited({ 'retry-after': value }));
    expect(await errorOf(POST)).toMatchObject({ status: 429 });
    expect([system.requests.length, system.slept]).toEqual([1, []]);
  });

  test('when there is no Retry-After, then the refusal is reported at once', async () => {
    const { errorOf, system } = clientOn(limited({}));
    expect(await errorOf(POST)).toBeInstanceOf(ApiError);
    expect([system.requests.length, system.slept]).toEqual([1, []]);
  });
});

describe('every other failure', () => {
  test.each([400, 401, 403, 404, 408, 409, 413, 425, 500, 502, 503, 504, 301, 307])(
    'when the status is %i, even with a Retry-After, then the request is not sent again',
    async (status) => {
      const { errorOf, system } = clientOn(challenge, jsonResponse({}, status, { 'retry-after': '1' }));
      expect(await errorOf(POST)).toMatchObject({ name: 'ApiError', status });
      expect([system.requests.length, system.slept]).toEqual([2, []]);
    },
  );

  test.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])(
    'when the connection fails with %s, then the request is not sent again',
    async (code) => {
      const { errorOf, system } = clientOn(challenge, failure(lost(code)));
      expect(await errorOf(POST)).toBeInstanceOf(NetworkError);
      expect(system.requests).toHaveLength(2);
    },
  );

  test('when the body is cut off, then the request is not sent again', async () => {
    const broken = httpResponse(201, brokenBody('{"id":', lost('ECONNRESET')), {
      'content-type': 'application/json',
    });
    const { errorOf, system } = clientOn(challenge, broken);
    expect((await errorOf(POST)).message).toBe(
      'Post "https://x.example/gate/api/atlas/v2/orgs/o/apiKeys?pretty=true": EOF',
    );
    expect(system.requests).toHaveLength(2);
  });

  test('when a redirect points elsewhere, then it is not followed', async () => {
    const { errorOf, system } = clientOn(
      challenge,
      httpResponse(307, '', { location: 'https://evil.example/' }),
    );
    expect(await errorOf(POST)).toMatchObject({ status: 307 });
    expect(system.requests.map(({ url }) => new URL(url).host)).toEqual(['x.example', 'x.example']);
  });
});

describe('what is reported of the progress', () => {
  test('when a call succeeds, then the request with credentials, and the body as it grows', async () => {
    const { client, progress } = clientOn(challenge, created);
    await client.send(POST);
    expect(progress).toEqual(['sent', `answered ${CREATED_TEXT}`, `answered ${CREATED_TEXT}`]);
  });

  test('when a call only reads, then nothing', async () => {
    const { client, progress } = clientOn(challenge, created);
    await client.send(GET);
    expect(progress).toEqual([]);
  });

  test('when a success response is cut off, then the bytes that arrived', async () => {
    const broken = httpResponse(200, brokenBody('{"id":', lost('ECONNRESET')));
    const { errorOf, progress } = clientOn(challenge, broken);
    await errorOf(POST);
    expect(progress).toEqual(['sent', 'answered {"id":']);
  });

  test('when another response is cut off, then none of its bytes', async () => {
    const broken = httpResponse(502, brokenBody('{"id":', lost('ECONNRESET')));
    const { errorOf, progress } = clientOn(challenge, broken);
    await errorOf(POST);
    expect(progress).toEqual(['sent']);
  });

  test.each([400, 401, 403, 404, 409, 301, 429])(
    'when the status is %i, then the refusal',
    async (status) => {
      const { errorOf, progress } = clientOn(challenge, jsonResponse({}, status));
      await errorOf(POST);
      expect(progress).toEqual(['sent', 'refused']);
    },
  );

  test('when a refusal is cut off, then the refusal', async () => {
    const broken = httpResponse(400, brokenBody('{"error":', lost('ECONNRESET')));
    const { errorOf, progress } = clientOn(challenge, broken);
    await errorOf(POST);
    expect(progress).toEqual(['sent', 'refused']);
  });

  test.each([500, 502, 503, 504])(
    'when the status is %i, then nothing: the outcome is unknown',
    async (status) => {
      const { errorOf, progress } = clientOn(challenge, jsonResponse({}, status));
      await errorOf(POST);
      expect(progress).toEqual(['sent']);
    },
  );

  test('when the request cannot have arrived, then the refusal', async () => {
    const { errorOf, progress } = clientOn(challenge, failure(notDelivered('ECONNREFUSED')));
    await errorOf(POST);
    expect(progress).toEqual(['sent', 'refused']);
  });

  test('when it waits after a 429, then the refusal', async () => {
    const { client, progress } = clientOn(challenge, limited({ 'retry-after': '1' }), challenge, created);
    await client.send(POST);
    expect(progress.slice(0, 3)).toEqual(['sent', 'refused', 'sent']);
  });
});
