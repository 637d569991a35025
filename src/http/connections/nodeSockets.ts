/** Sockets of node:net and node:tls, directly or through a proxy's tunnel. The executable uses them for proxies only. */
import { connect, isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { handshakeFailed, ProxyRefusal } from '../requestNotSent.ts';
import { ResponseParser } from '../responses/responseParser.ts';
import { Connection } from './connection.ts';
import type { Endpoint } from './endpoint.ts';

/** Waits for the event. The listeners stay on the socket: an error without a listener would end the program. */
const waitForEvent = <S extends Socket>(socket: S, event: 'connect' | 'secureConnect'): Promise<S> =>
  new Promise((resolve, reject) => {
    socket.once(event, () => resolve(socket));
    socket.on('error', reject);
    socket.on('close', () => reject(handshakeFailed()));
  });

/** Opens TLS, over the given socket or a new one. */
async function openTls({ host, port, authorities }: Endpoint, socket?: Socket): Promise<TLSSocket> {
  const tls = await import('node:tls');
  const secure = tls.connect({
    ...(socket ? { socket } : { host, port }),
    // RFC 6066 forbids sending an IP address as the server name. The certificate is still checked against it.
    ...(isIP(host) ? { servername: '', host } : { servername: host }),
    // Explicit, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise disable certificate checks.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(authorities && { ca: authorities }),
  });
  return waitForEvent(secure, 'secureConnect');
}

/**
 * Opens a socket, and TLS over it where the endpoint asks for it.
 * @throws the system's or OpenSSL's error, with its code
 */
export function openSocket(endpoint: Endpoint): Promise<Socket> {
  if (endpoint.isSecure) return openTls(endpoint);
  return waitForEvent(connect({ host: endpoint.host, port: endpoint.port, noDelay: true }), 'connect');
}

/** Makes a connection of the socket; `release` takes the socket out of it again. */
function connectionOver(socket: Socket): { connection: Connection; release(): void } {
  let problem: Error | undefined;
  const connection = new Connection({
    send(parts) {
      socket.cork();
      for (const part of parts) socket.write(part);
      socket.uncork();
    },
    destroy: () => void socket.destroy(),
  });
  const listeners = {
    data: (bytes: Uint8Array) => connection.received(bytes),
    error: (error: Error) => {
      problem = error;
    },
    close: () => connection.ended(problem),
  };
  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);
  return {
    connection,
    release() {
      for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener);
    },
  };
}

/** Makes a connection of the socket. */
export const connectionBy = (socket: Socket): Connection => connectionOver(socket).connection;

/** Asks the proxy for a tunnel (RFC 9110, section 9.3.6) and resolves when it is open. */
function openTunnel(
  socket: Socket,
  { host, port }: Endpoint,
  authorization: string | undefined,
): Promise<void> {
  const { connection, release } = connectionOver(socket);
  const name = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const parser = new ResponseParser({
      head({ status }) {
        release();
        if (status >= 200 && status < 300) return resolve();
        socket.destroy();
        reject(new ProxyRefusal(`the proxy refused to open a tunnel: HTTP ${status}`));
      },
      data() {},
      end() {},
    });
    const attempt = (work: () => void) => {
      try {
        work();
      } catch (error) {
        reject(error);
      }
    };
    connection.listen({
      data: (bytes) => attempt(() => parser.push(bytes)),
      closed: (error) => attempt(() => (error ? reject(error) : parser.close())),
    });
    const lines = [
      `CONNECT ${name} HTTP/1.1`,
      `host: ${name}`,
      ...(authorization === undefined ? [] : [`proxy-authorization: ${authorization}`]),
    ];
    connection.send([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)]);
  });
}

/**
 * Opens TLS to the endpoint, through a tunnel of the proxy.
 * @param authorization the value of Proxy-Authorization; undefined for none
 * @throws {ProxyRefusal} when the proxy opens none; otherwise like openSocket
 */
export async function openSocketThrough(
  proxy: Endpoint,
  authorization: string | undefined,
  endpoint: Endpoint,
): Promise<Socket> {
  const socket = await openSocket(proxy);
  await openTunnel(socket, endpoint, authorization);
  return openTls(endpoint, socket);
}
