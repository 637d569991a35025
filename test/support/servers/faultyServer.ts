/** A server on loopback that requires HTTP Digest (RFC 7616) and then misbehaves. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { checkDigest, parseDigest } from '../../parity/fake-atlas.mjs';
import { PRIVATE_KEY, PUBLIC_KEY } from '../fixtures.ts';

/** Responds to an authorized request, or does not. */
export type Behavior = (response: ServerResponse, request: IncomingMessage) => void;

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Whether the Digest was valid; undefined for a request without one. */
  readonly authorized: boolean | undefined;
}

export interface FaultyServer {
  /** With a final slash. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly Received[];
  /** Resolves when this number of requests has been received. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface ServerOptions {
  /** The key and the certificate, for https. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Responds to requests that are not authorized, instead of sending the challenge. */
  readonly unauthorized?: (response: ServerResponse, request: IncomingMessage, nonces: Set<string>) => void;
}

const CHALLENGE_BODY = JSON.stringify({
  error: 401,
  reason: 'Unauthorized',
  detail: 'You are not authorized for this resource.',
});

/** Sends a challenge. @param stale whether only the nonce was too old */
export function challenge(response: ServerResponse, nonces: Set<string>, { stale = false } = {}): void {
  const nonce = randomBytes(16).toString('base64');
  nonces.add(nonce);
  response.writeHead(401, {
    'content-type': 'application/json',
    'www-authenticate': `Digest realm="MMS Public API", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=${stale}`,
  });
  response.end(CHALLENGE_BODY);
}

export async function startServer(behave: Behavior, options: ServerOptions = {}): Promise<FaultyServer> {
  const requests: Received[] = [];
  const nonces = new Set<string>();
  const waiting: { count: number; resolve: () => void }[] = [];

  function isAuthorized({ method, url, headers }: IncomingMessage): boolean | undefined {
    if (headers.authorization === undefined) return undefined;
    const fields = parseDigest(headers.authorization);
    const expected = { method, url, nonces, user: PUBLIC_KEY, password: PRIVATE_KEY };
    return fields !== null && checkDigest(fields, expected) === 'ok';
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const authorized = isAuthorized(request);
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8'), authorized });
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    if (authorized) behave(response, request);
    else if (options.unauthorized) options.unauthorized(response, request, nonces);
    else challenge(response, nonces);
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    // An incomplete request does not count. In many tests, the client closes the connection.
    response.on('error', () => {});
    handle(request, response).catch(() => undefined);
  };
  const server: Server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}/`,
    port,
    requests,
    received: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
