/** A connection to one host. It carries one request at a time. */
import { messageOf } from '../base/errors.ts';

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

/** The other end of a connection. */
export interface Endpoint {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** Certificate authorities to trust instead of the runtime's default ones; undefined for the default. */
  readonly authorities: string[] | undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

export const endpointOf = (
  { hostname, port, protocol }: URL,
  authorities: Endpoint['authorities'],
): Endpoint => ({
  host: hostname.replace(/^\[(.*)\]$/, '$1'),
  port: port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port),
  isSecure: protocol === 'https:',
  authorities,
});

/** The error for a TLS handshake that failed without a reason. */
export const handshakeFailed = (): Error =>
  Object.assign(new Error('the other side does not speak TLS'), { code: 'EPROTO' });

/** A proxy refused to pass the request on. */
export class ProxyRefusal extends Error {
  override readonly name = 'ProxyRefusal';
}

/** The proxy that was asked. */
export interface AskedProxy {
  /** Name and port. */
  readonly host: string;
  readonly variable: string;
}

/** Thrown by the transport when the request did not reach its host. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered';

  constructor(
    override readonly cause: unknown,
    readonly proxy?: AskedProxy | undefined,
  ) {
    super(messageOf(cause));
  }
}
