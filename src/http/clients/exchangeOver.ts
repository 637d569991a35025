/** Sends one request over a connection and reads its response. */
import type { Connection } from '../connections/connection.ts';
import { ResponseParser } from '../responses/responseParser.ts';
import type { HttpRequest, HttpResponse } from '../types.ts';

/** Buffers a body for one reader. The reader gets every byte that arrived before it gets the error that ended the body. */
class Arrivals implements AsyncIterable<Uint8Array> {
  private readonly chunks: Uint8Array[] = [];
  private end: { error?: unknown } | undefined;
  private wake = () => {};

  /** @param abandon called when the reader stops early */
  constructor(private readonly abandon: () => void) {}

  add(bytes: Uint8Array): void {
    this.chunks.push(bytes);
    this.wake();
  }

  finish(end: { error?: unknown } = {}): void {
    this.end ??= end;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.chunks.shift();
        if (chunk) yield chunk;
        else if (!this.end) await new Promise<void>((resolve) => (this.wake = resolve));
        else if ('error' in this.end) throw this.end.error;
        else return;
      }
    } finally {
      if (!this.end) this.abandon();
    }
  }
}

/** The methods whose requests say how long their body is even when they have none, as in Go's net/http. */
const METHODS_WITH_LENGTH: readonly string[] = ['POST', 'PUT', 'PATCH'];

/**
 * Encodes a request: head and body.
 * @param target of the request line; see Send
 * @param headers checked by checkFields
 */
export function requestParts(target: string, { method, headers, body }: HttpRequest): Uint8Array[] {
  const content = Buffer.from(body ?? '');
  const fields = Object.entries({
    ...headers,
    ...((body !== undefined || METHODS_WITH_LENGTH.includes(method)) && {
      'content-length': String(content.length),
    }),
  });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  return [Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), content];
}

/**
 * Sends the request and resolves when the head of the response has arrived.
 * @param release called with the connection when it can carry another request
 * @throws the signal's reason, the system's error, or {MalformedResponse}; reading the body throws the same
 */
export function exchangeOver(
  connection: Connection,
  request: readonly Uint8Array[],
  signal: AbortSignal,
  release: (connection: Connection) => void,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const body = new Arrivals(() => connection.destroy());
    const stopWaiting = () => signal.removeEventListener('abort', onAbort);
    const fail = (error: unknown) => {
      stopWaiting();
      connection.destroy();
      // Before the head has arrived, the caller waits for the promise; after that, for the body.
      body.finish({ error });
      reject(error);
    };
    const onAbort = () => fail(signal.reason);
    const attempt = (work: () => void) => {
      try {
        work();
      } catch (error) {
        fail(error);
      }
    };
    const parser = new ResponseParser({
      head: (head) => resolve({ ...head, body, surplus: () => parser.surplus() }),
      data: (chunk) => body.add(chunk),
      end(isReusable) {
        stopWaiting();
        body.finish();
        connection.listen(undefined);
        if (isReusable) release(connection);
        else connection.destroy();
      },
    });
    connection.listen({
      data: (chunk) => attempt(() => parser.push(chunk)),
      closed: (error) => attempt(() => (error ? fail(error) : parser.close())),
    });
    signal.addEventListener('abort', onAbort);
    connection.send(request);
  });
}
