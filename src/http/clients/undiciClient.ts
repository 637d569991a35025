/**
 * HTTP on Node: undici's client, over sockets from nodeSockets.ts. Loads only the parts of undici that a request needs;
 * its index loads four times as much. Its fetch is not used: that decompresses, and refuses the ports that browsers refuse.
 * Nor is node:http, which prints headers, Authorization among them, when NODE_DEBUG is set.
 */
import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import send from 'undici/lib/api/api-request.js';
import Client from 'undici/lib/dispatcher/client.js';
import { RequestNotSent } from '../requestNotSent.ts';
import { type PartialResponse, readAsFarAsPossible } from '../responses/responseParser.ts';
import type { HttpResponse, Send } from '../types.ts';

/**
 * Records the bytes that a socket receives. undici discards an incomplete or malformed response, which may contain a private key.
 */
class WireRecord {
  private chunks: Uint8Array[] = [];

  /** Discards what was recorded for earlier responses. */
  clear(): void {
    this.chunks = [];
  }

  /** A Node socket passes everything that it receives to its own `push` before anyone can read it. */
  watch(socket: Socket): void {
    const push = socket.push.bind(socket);
    socket.push = (chunk: Uint8Array | null, encoding?: BufferEncoding) => {
      if (chunk) this.chunks.push(chunk);
      return push(chunk, encoding);
    };
  }

  response(): PartialResponse {
    return readAsFarAsPossible(Buffer.concat(this.chunks));
  }
}

/** Header fields by their name in lower case, as undici gives them. */
const headersOf = (
  fields: Readonly<Record<string, string | string[] | undefined>>,
): HttpResponse['headers'] => ({
  get(name) {
    const value = fields[name.toLowerCase()];
    return value === undefined ? null : [value].flat().join(', ');
  },
});

/** Yields the body as undici reads it. When that fails, yields what undici did not pass on, and then throws. */
async function* wholeBody(
  body: AsyncIterable<Uint8Array>,
  wire: WireRecord,
  progress: { read: number },
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      progress.read += chunk.length;
      yield chunk;
    }
  } catch (error) {
    const { body: received, problem } = wire.response();
    yield received.subarray(progress.read);
    throw problem ?? error;
  }
}

async function* brokenBody(bytes: Uint8Array, error: unknown): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw error;
}

/**
 * Sends requests over one connection at a time, which is kept for the next request.
 * @param origin of the host or the forwarding proxy at the other end, for undici's own checks
 * @param open opens a socket to it
 * @returns a function that throws {RequestNotSent} if there is no connection, or else undici's or the system's error
 */
export function undiciClient(origin: string, open: () => Promise<Socket>): Send {
  const wire = new WireRecord();
  let isConnecting = false;
  const client = new Client(origin, {
    connect: (_, callback) => {
      isConnecting = true;
      open()
        .finally(() => {
          isConnecting = false;
        })
        .then(
          (socket) => {
            wire.watch(socket);
            callback(null, socket);
          },
          (error) => callback(new RequestNotSent(error), null),
        );
    },
  });
  return async (target, { method, headers, body, signal }) => {
    wire.clear();
    const sending = send.call(client, {
      path: target,
      method: method as Dispatcher.HttpMethod,
      headers,
      signal,
      body: body ?? null,
    });
    try {
      const { statusCode, headers: fields, body: stream } = await sending;
      const progress = { read: 0 };
      return {
        status: statusCode,
        // undici omits the reason phrase.
        statusText: wire.response().head?.statusText ?? '',
        headers: headersOf(fields),
        body: wholeBody(stream, wire, progress),
        surplus: () => wire.response().body.subarray(progress.read),
      };
    } catch (error) {
      const { head, body: received, problem } = wire.response();
      if (head) return { ...head, body: brokenBody(received, problem ?? error) };
      throw isConnecting ? new RequestNotSent(error) : (problem ?? error);
    }
  };
}
