/** A session bus whose answers end early. */
import { connect as connectTo, createServer } from 'node:net';

export interface CutBus {
  /** The variables by which a program finds it. */
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** Whether a connection was cut. */
  hasCut(): boolean;
  close(): Promise<void>;
}

/**
 * Starts a bus that passes everything on to another one, and this many bytes of its answers back, before it closes the
 * connection.
 * @param socket the path of the socket to listen on
 */
export async function startCutBus(to: string, bytes: number, socket: string): Promise<CutBus> {
  const [, target = ''] = /^unix:path=([^,]+)/.exec(to) ?? [];
  let isCut = false;
  const server = createServer((client) => {
    const bus = connectTo(target);
    let left = bytes;
    client.on('data', (data) => bus.write(data)).on('error', () => bus.destroy());
    client.on('close', () => bus.destroy());
    bus.on('error', () => client.destroy()).on('close', () => client.destroy());
    bus.on('data', (data) => {
      if (left === 0) return;
      const part = data.subarray(0, left);
      left -= part.length;
      client.write(part);
      if (left > 0) return;
      isCut = true;
      client.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` },
    hasCut: () => isCut,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
