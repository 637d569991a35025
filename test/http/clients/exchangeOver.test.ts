/** One request and its response over a simulated connection. */
import { describe, expect, test } from 'vitest';
import { exchangeOver, requestParts } from '../../../src/http/clients/exchangeOver.ts';
import { Connection } from '../../../src/http/connections/connection.ts';
import { checkFields } from '../../../src/http/fields.ts';
import type { HttpRequest } from '../../../src/http/types.ts';

const textOf = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('latin1');

const GET: HttpRequest = { method: 'GET', headers: { accept: 'x/y' }, signal: new AbortController().signal };

describe('a request', () => {
  test('when there is no body, then the head has the given fields and nothing else', () => {
    expect(textOf(requestParts('/a?b', GET))).toBe('GET /a?b HTTP/1.1\r\naccept: x/y\r\n\r\n');
  });

  test('when there is a body, then its length is that of its bytes', () => {
    const text = textOf(requestParts('/', { ...GET, method: 'POST', body: 'é' }));
    expect(text).toBe('POST / HTTP/1.1\r\naccept: x/y\r\ncontent-length: 2\r\n\r\n\xc3\xa9');
  });

  test.each([
    ['POST', true],
    ['PATCH', true],
    ['GET', false],
    ['DELETE', false],
  ])('when a %s has no body, then whether its length is sent is %s', (method, isSent) => {
    expect(textOf(requestParts('/', { ...GET, method })).includes('content-length: 0\r\n')).toBe(isSent);
  });

  test.each(['a\r\nx: y', 'a\nb', 'a\0b', 'é\u0100'])(
    'when a header field is %j, which could end its line, then there is no request',
    (value) => {
      expect(() => checkFields({ 'user-agent': value })).toThrow(
        'net/http: invalid header field value for "User-Agent"',
      );
    },
  );
});

/** A conversation over a connection whose other side the test plays. */
function talk(signal = new AbortController().signal) {
  const state = { sent: '', isDestroyed: false, released: 0 };
  const connection = new Connection({
    send(parts) {
      state.sent += textOf(parts);
    },
    destroy() {
      state.isDestroyed = true;
    },
  });
  const response = exchangeOver(connection, requestParts('/', GET), signal, () => state.released++);
  return {
    connection,
    response,
    state,
    hear: (text: string) => connection.received(Buffer.from(text, 'latin1')),
  };
}

/** The bytes of a body, and how it ends. */
async function read(body: AsyncIterable<Uint8Array> | null) {
  let text = '';
  try {
    for await (const chunk of body ?? []) text += textOf([chunk]);
    return { text };
  } catch (error) {
    return { text, error };
  }
}

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n';

describe('a response', () => {
  test('when it is complete, then the connection can be used again', async () => {
    const { response, state, hear, connection } = talk();
    hear(`${HEAD}ab`);
    const { status, body } = await response;
    hear('cd');
    expect([status, await read(body)]).toEqual([200, { text: 'abcd' }]);
    expect({ ...state, isOpen: connection.isOpen }).toMatchObject({
      isDestroyed: false,
      released: 1,
      isOpen: true,
    });
  });

  test('when the connection ends within it, then the bytes that arrived are read before the error', async () => {
    const { response, hear, connection, state } = talk();
    hear(`${HEAD}ab`);
    connection.ended();
    const { body } = await response;
    expect(await read(body)).toMatchObject({ text: 'ab', error: { message: 'unexpected EOF' } });
    expect(state.released).toBe(0);
  });

  test('when the connection fails before it, then the error is the system’s', async () => {
    const { response, connection } = talk();
    const error = new Error('read ECONNRESET');
    connection.ended(error);
    await expect(response).rejects.toBe(error);
  });

  test('when the time limit passes within it, then the bytes that arrived are read, and the connection is closed', async () => {
    const controller = new AbortController();
    const { response, hear, state } = talk(controller.signal);
    hear(`${HEAD}ab`);
    const { body } = await response;
    const reason = new DOMException('late', 'TimeoutError');
    controller.abort(reason);
    expect(await read(body)).toEqual({ text: 'ab', error: reason });
    expect(state.isDestroyed).toBe(true);
  });

  test('when its reader stops, then the connection is closed', async () => {
    const { response, hear, state } = talk();
    hear(`${HEAD}ab`);
    for await (const _ of (await response).body ?? []) break;
    expect(state.isDestroyed).toBe(true);
  });

  test('when more bytes arrive than its length says, then they are available, and the connection is not used again', async () => {
    const { response, hear, state } = talk();
    hear(`${HEAD}abcdef`);
    const { body, surplus } = await response;
    expect(await read(body)).toEqual({ text: 'abcd' });
    expect(textOf([surplus?.() ?? Buffer.of()])).toBe('ef');
    expect(state).toMatchObject({ isDestroyed: true, released: 0 });
  });

  test('when bytes arrive without a request, then the connection is closed', async () => {
    const { response, hear, connection } = talk();
    hear(`${HEAD}abcd`);
    await read((await response).body);
    hear('HTTP/1.1 408 Request Timeout\r\n\r\n');
    expect(connection.isOpen).toBe(false);
  });
});
