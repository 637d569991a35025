/** A forward proxy on loopback. It resolves every host name to this machine. */
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificates.ts';

export interface ForwardProxy {
  /** Name and port. */
  readonly host: string;
  /** The request lines, with their Proxy-Authorization. */
  readonly asked: readonly { line: string; authorization: string | undefined }[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** The status with which it refuses all requests. */
  readonly refusal?: number;
  /** The key and the certificate of a proxy with https. */
  readonly tls?: Certificate;
}

const LOOPBACK = '127.0.0.1';

export async function startProxy({ refusal, tls }: ProxyOptions = {}): Promise<ForwardProxy> {
  const asked: { line: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Duplex>();
  const note = ({ method, url, headers }: IncomingMessage) =>
    asked.push({ line: `${method} ${url}`, authorization: headers['proxy-authorization'] });

  function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    note(incoming);
    if (refusal) {
      outgoing.writeHead(refusal, { 'content-type': 'text/html' }).end('<p>the proxy refuses</p>');
      return;
    }
    const { port, pathname, search } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const onward = request({ host: LOOPBACK, port, path: pathname + search, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }

  function tunnel(incoming: IncomingMessage, socket: Duplex): void {
    note(incoming);
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const onward = connect(Number(incoming.url?.split(':').at(-1)), LOOPBACK, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    sockets.add(onward);
    onward.on('error', () => socket.destroy());
  }

  const server: Server = tls ? createTlsServer(tls, forward) : createServer(forward);
  server.on('connect', tunnel);
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  return {
    host: `${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
