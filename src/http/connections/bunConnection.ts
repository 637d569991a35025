/** Direct connections by Bun's own sockets. They need no loading, whereas node:net takes Bun 3 ms to load. */

import { handshakeFailed } from '../requestNotSent.ts';
import { Connection } from './connection.ts';
import type { Endpoint } from './endpoint.ts';

interface BunSocket {
  /** Returns how many bytes the system took, or a negative number when the socket is closed. */
  write(bytes: Uint8Array): number;
  terminate(): void;
}

interface BunHandlers {
  open(socket: BunSocket): void;
  /** Called when the handshake has ended; by then the certificate and its name are checked. */
  handshake(socket: BunSocket, success: boolean, problem: Error | null): void;
  data(socket: BunSocket, bytes: Uint8Array): void;
  drain(socket: BunSocket): void;
  close(socket: BunSocket, error?: Error): void;
  error(socket: BunSocket, error: Error): void;
  connectError(socket: BunSocket, error: Error): void;
}

interface BunTls {
  readonly rejectUnauthorized: true;
  readonly ALPNProtocols: string;
  readonly ca?: string[];
}

interface BunGlobal {
  readonly Bun: {
    connect(options: { hostname: string; port: number; tls?: BunTls; socket: BunHandlers }): Promise<unknown>;
  };
}

const tlsOf = ({ authorities }: Endpoint): BunTls => ({
  // Explicit, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise disable certificate checks.
  rejectUnauthorized: true,
  // The wire format of RFC 7301: one name, preceded by its length.
  ALPNProtocols: '\x08http/1.1',
  ...(authorities && { ca: authorities }),
});

/** @throws the system's or OpenSSL's error, with its code */
export function connectByBun(endpoint: Endpoint): Promise<Connection> {
  const { Bun } = globalThis as unknown as BunGlobal;
  return new Promise((resolve, reject) => {
    let connection: Connection | undefined;
    let unsent: Uint8Array = new Uint8Array();
    let problem: Error | undefined;
    const flush = (socket: BunSocket) => {
      const writtenBytes = unsent.length === 0 ? 0 : socket.write(unsent);
      if (writtenBytes < 0)
        connection?.ended(Object.assign(new Error('the connection is closed'), { code: 'EPIPE' }));
      else unsent = unsent.subarray(writtenBytes);
    };
    const onReady = (socket: BunSocket) => {
      connection = new Connection({
        send(parts) {
          unsent = Buffer.concat([unsent, ...parts]);
          flush(socket);
        },
        destroy: () => socket.terminate(),
      });
      resolve(connection);
    };
    Bun.connect({
      hostname: endpoint.host,
      port: endpoint.port,
      ...(endpoint.isSecure && { tls: tlsOf(endpoint) }),
      socket: {
        open(socket) {
          if (!endpoint.isSecure) onReady(socket);
        },
        handshake(socket, success, error) {
          if (success) return onReady(socket);
          reject(error ?? handshakeFailed());
          socket.terminate();
        },
        data: (_, bytes) => connection?.received(bytes),
        drain: flush,
        error(_, error) {
          problem = error;
        },
        close(_, error) {
          const reason = error ?? problem;
          if (connection) connection.ended(reason);
          else reject(reason ?? handshakeFailed());
        },
        connectError: (_, error) => reject(error),
      },
    }).catch(reject);
  });
}
