/** A server that responds with the bytes of a test, which need not be HTTP. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** The bytes of a response, and how the connection ends. */
export interface RawResponse {
  readonly bytes: Uint8Array;
  readonly ending: 'kept' | 'closed' | 'reset';
}

export interface RawServer {
  /** With a final slash. */
  readonly url: string;
  readonly port: number;
  /** The heads of the requests, unparsed. */
  readonly heads: readonly string[];
  close(): Promise<void>;
}

const CHALLENGE = Buffer.from(
  [
    'HTTP/1.1 401 Unauthorized',
    'www-authenticate: Digest realm="MMS Public API", nonce="n", algorithm=MD5, qop="auth", stale=false',
    'content-length: 0',
    '\r\n',
  ].join('\r\n'),
);

/** Sends a challenge. */
export const challenging: RawResponse = { bytes: CHALLENGE, ending: 'kept' };

function send(socket: Socket, { bytes, ending }: RawResponse): void {
  if (ending === 'closed') socket.end(bytes);
  else
    socket.write(bytes, () => {
      if (ending === 'reset') socket.resetAndDestroy();
    });
}

/**
 * @param answer returns the response to a request with or without credentials
 * @param port by default, a free one
 */
export async function startRawServer(
  answer: (isAuthorized: boolean) => RawResponse,
  port = 0,
): Promise<RawServer> {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let received = '';
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      const [head, ...rest] = received.split('\r\n\r\n');
      const length = Number(/^content-length: (\d+)/im.exec(head ?? '')?.[1] ?? 0);
      if (head === undefined || rest.length === 0 || rest.join('\r\n\r\n').length < length) return;
      received = '';
      heads.push(head);
      send(socket, answer(/^authorization:/im.test(head)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}/`,
    port: actual,
    heads,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
