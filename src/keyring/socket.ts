/** Unix sockets of both runtimes. */
import type { Connect, Socket, SocketListener } from './dbus/connection.ts';

interface BunSocket {
  write(bytes: Uint8Array): number;
  flush(): void;
  end(): void;
}

interface BunGlobal {
  connect(options: {
    unix: string;
    socket: {
      data(socket: BunSocket, bytes: Uint8Array): void;
      drain(socket: BunSocket): void;
      close(): void;
      error(): void;
      connectError(): void;
    };
  }): Promise<BunSocket>;
}

/** Bun's socket accepts a part of the data, and reports when it can accept more. */
async function connectOnBun(
  bun: BunGlobal,
  path: string,
  { onData, onClose }: SocketListener,
): Promise<Socket> {
  let unsent: Uint8Array<ArrayBufferLike> = new Uint8Array();
  const send = (socket: BunSocket) => {
    if (unsent.length === 0) return;
    const sent = socket.write(unsent);
    // A socket that the other side has closed takes -1 bytes.
    if (sent < 0) onClose();
    else unsent = unsent.slice(sent);
  };
  const socket = await bun.connect({
    unix: path,
    socket: {
      data: (_, bytes) => onData(bytes.slice()),
      drain: send,
      close: onClose,
      error: onClose,
      connectError: onClose,
    },
  });
  return {
    write(bytes) {
      const both = new Uint8Array(unsent.length + bytes.length);
      both.set(unsent);
      both.set(bytes, unsent.length);
      unsent = both;
      send(socket);
    },
    close: () => socket.end(),
  };
}

function connectOnNode(path: string, { onData, onClose }: SocketListener): Promise<Socket> {
  const { connect } = process.getBuiltinModule('node:net');
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    socket.on('data', onData).on('error', onClose).on('close', onClose).on('error', reject);
    socket.once('connect', () =>
      resolve({ write: (bytes) => void socket.write(bytes), close: () => void socket.destroy() }),
    );
  });
}

/** Connects to a Unix socket. Rejects for abstract sockets on Node 20, which does not support them. */
export const connectToSocket: Connect = (path, listener) => {
  const { Bun } = globalThis as { Bun?: BunGlobal };
  return Bun ? connectOnBun(Bun, path, listener) : connectOnNode(path, listener);
};
