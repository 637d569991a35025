/** HTTP in the executable: the program's own client. docs/architecture.md says why Bun's fetch is not used. */
import type { Connection } from '../connections/connection.ts';
import { RequestNotSent } from '../requestNotSent.ts';
import type { Send } from '../types.ts';
import { exchangeOver, requestParts } from './exchangeOver.ts';

/** Waits for a connection until the signal is aborted. */
function waitForConnection(opening: Promise<Connection>, signal: AbortSignal): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp);
    opening.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/**
 * Sends requests over one connection at a time, which is kept for the next request.
 * @param open opens a connection to the host, or to its forwarding proxy
 * @returns a function that throws {RequestNotSent} if there is no connection, and otherwise what exchangeOver() throws
 */
export function socketClient(open: () => Promise<Connection>): Send {
  let idle: Connection | undefined;
  return async (target, request) => {
    let connection = idle;
    idle = undefined;
    if (!connection?.isOpen)
      try {
        connection = await waitForConnection(open(), request.signal);
      } catch (error) {
        throw new RequestNotSent(error);
      }
    return exchangeOver(connection, requestParts(target, request), request.signal, (reusable) => {
      idle = reusable;
    });
  };
}
