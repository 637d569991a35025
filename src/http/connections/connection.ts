/** A connection to one host. It carries one request at a time. */

/** What the runtime's socket must be able to do. */
interface Socket {
  /** Sends all parts, buffering what the system does not take at once. */
  send(parts: readonly Uint8Array[]): void;
  destroy(): void;
}

/** Receives what arrives over a connection. */
interface Listener {
  data(bytes: Uint8Array): void;
  /** Called once, last. @param error undefined when the other side closed the connection in an orderly way */
  closed(error: Error | undefined): void;
}

export class Connection {
  isOpen = true;
  private listener: Listener | undefined;

  constructor(private readonly socket: Socket) {}

  send(parts: readonly Uint8Array[]): void {
    this.socket.send(parts);
  }

  /** Sets the listener. Pass undefined while no data is expected: data that arrives then closes the connection. */
  listen(listener: Listener | undefined): void {
    this.listener = listener;
  }

  destroy(): void {
    this.isOpen = false;
    this.listener = undefined;
    this.socket.destroy();
  }

  /** Called by the socket when bytes arrive. */
  received(bytes: Uint8Array): void {
    if (this.listener) this.listener.data(bytes);
    else this.destroy();
  }

  /** Called by the socket when it is closed. */
  ended(error?: Error): void {
    const { listener } = this;
    this.isOpen = false;
    this.listener = undefined;
    listener?.closed(error);
  }
}
