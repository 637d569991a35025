/** A connection to a D-Bus message bus: signs in, makes calls, receives signals. */
import { KeyringError, REPLY_TIMEOUT_MS } from '../keyring.ts';
import type { SocketPath } from './address.ts';
import { decodeMessage, encodeMessage, type Message, MessageType, messageLength } from './message.ts';

/** A connected socket. */
export interface Socket {
  write(bytes: Uint8Array): void;
  close(): void;
}

export interface SocketListener {
  onData(bytes: Uint8Array): void;
  /** The socket was closed by the other side, or failed. */
  onClose(): void;
}

/** Connects to a Unix socket. Rejects if nothing listens there. */
export type Connect = (path: SocketPath, listener: SocketListener) => Promise<Socket>;

/** The bus, or a service on it, replied with an error. */
export class BusError extends Error {
  override readonly name = 'BusError';

  /** @param code D-Bus's name of the error: `org.freedesktop.DBus.Error.ServiceUnknown` */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface Call {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** The types of the arguments. */
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

export interface SignalFilter {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
}

const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

/** Lines of the sign-in are short. Longer ones are not D-Bus. */
const LONGEST_LINE_BYTES = 1024;

interface Pending<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

const concat = (a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

/** The promise, unless the time passes first. */
async function within<T>(timeoutMs: number, promise: Promise<T>, problem: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(problem()), timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

const noReply = (): KeyringError =>
  new KeyringError('silent', `the keyring did not answer within ${REPLY_TIMEOUT_MS / 1000} s`);

export class BusConnection {
  private socket: Socket | undefined;
  private received: Uint8Array = new Uint8Array();
  private isSignedIn = false;
  private lastSerial = 0;
  private failure: Error | undefined;
  private readonly calls = new Map<number, Pending<readonly unknown[]>>();
  private readonly signals = new Map<SignalFilter, Pending<readonly unknown[]>>();

  private constructor() {}

  /**
   * Connects and signs in as the user. Does not wait for the responses of the sign-in before it sends calls.
   * @throws {KeyringError} `missing` if no socket accepts the connection, `silent` if it takes too long
   */
  static async open(
    connect: Connect,
    sockets: readonly SocketPath[],
    userId: number,
  ): Promise<BusConnection> {
    for (const path of sockets) {
      const bus = new BusConnection();
      const listener = {
        onData: (bytes: Uint8Array) => bus.receive(bytes),
        onClose: () => bus.fail(new KeyringError('failed', 'the session bus closed the connection')),
      };
      try {
        bus.socket = await within(REPLY_TIMEOUT_MS, connect(path, listener), noReply);
      } catch (error) {
        if (error instanceof KeyringError) throw error;
        continue;
      }
      bus.signIn(userId);
      return bus;
    }
    throw new KeyringError('missing', 'there is no session bus');
  }

  /** EXTERNAL: the bus gets the user from the operating system. The uid is sent in hexadecimal digits. */
  private signIn(userId: number): void {
    const uid = [...String(userId)].map((digit) => digit.charCodeAt(0).toString(16)).join('');
    this.socket?.write(new TextEncoder().encode(`\0AUTH EXTERNAL ${uid}\r\nBEGIN\r\n`));
    this.call({ ...BUS, member: 'Hello' }).catch(() => undefined);
  }

  /**
   * Makes a call.
   * @param timeoutMs how long the reply may take
   * @returns the values of the reply
   * @throws {BusError} if the reply is an error; {KeyringError} if there is no reply
   */
  call(
    { signature = '', body = [], ...call }: Call,
    timeoutMs = REPLY_TIMEOUT_MS,
  ): Promise<readonly unknown[]> {
    if (this.failure) return Promise.reject(this.failure);
    const serial = ++this.lastSerial;
    const reply = new Promise<readonly unknown[]>((resolve, reject) => {
      this.calls.set(serial, { resolve, reject });
    });
    this.socket?.write(encodeMessage({ type: MessageType.call, serial, signature, body, ...call }));
    return within(timeoutMs, reply, noReply).finally(() => this.calls.delete(serial));
  }

  /**
   * The values of the next signal that matches, from now on.
   * @param cause triggers the signal; it runs after the bus was told to deliver it, and may end after the signal
   * @throws {KeyringError} `locked` if the signal does not arrive in time
   */
  async signal(
    filter: SignalFilter,
    timeoutMs: number,
    cause: () => Promise<void>,
  ): Promise<readonly unknown[]> {
    const rule = Object.entries({ type: 'signal', ...filter })
      .map(([name, value]) => `${name}='${value}'`)
      .join(',');
    await this.call({ ...BUS, member: 'AddMatch', signature: 's', body: [rule] });
    const arrival = new Promise<readonly unknown[]>((resolve, reject) => {
      this.signals.set(filter, { resolve, reject });
    });
    const failed = new Promise<never>((_, reject) => {
      cause().catch(reject);
    });
    try {
      return await within(timeoutMs, Promise.race([arrival, failed]), () => {
        return new KeyringError('locked', `the keyring was not unlocked within ${timeoutMs / 1000} s`);
      });
    } finally {
      this.signals.delete(filter);
    }
  }

  close(): void {
    this.failure ??= new KeyringError('failed', 'the connection to the session bus is closed');
    this.socket?.close();
  }

  private receive(bytes: Uint8Array): void {
    if (this.failure) return;
    this.received = concat(this.received, bytes);
    try {
      if (!this.isSignedIn) this.readSignIn();
      while (this.isSignedIn && !this.failure && this.readMessage());
    } catch {
      this.fail(new KeyringError('failed', 'the session bus does not speak D-Bus'));
    }
  }

  private readSignIn(): void {
    const end = this.received.indexOf(0x0a);
    if (end < 0) {
      if (this.received.length > LONGEST_LINE_BYTES) throw new Error('no line');
      return;
    }
    const line = new TextDecoder().decode(this.received.subarray(0, end)).trim();
    this.received = this.received.slice(end + 1);
    if (line.startsWith('REJECTED'))
      this.fail(new KeyringError('failed', 'the session bus rejected the sign-in'));
    else if (line.startsWith('OK ')) this.isSignedIn = true;
    else throw new Error('not a reply to AUTH');
  }

  /** Whether a whole message was there. */
  private readMessage(): boolean {
    const length = messageLength(this.received);
    if (length === undefined || this.received.length < length) return false;
    const message = decodeMessage(this.received.slice(0, length));
    this.received = this.received.slice(length);
    this.deliver(message);
    return true;
  }

  private deliver(message: Message): void {
    if (message.type === MessageType.signal) {
      for (const [{ path, interface: name, member }, { resolve }] of this.signals)
        if (message.path === path && message.interface === name && message.member === member)
          resolve(message.body);
      return;
    }
    const waiting = this.calls.get(message.replySerial ?? 0);
    if (message.type === MessageType.reply) waiting?.resolve(message.body);
    if (message.type === MessageType.error) {
      const [text] = message.body;
      waiting?.reject(new BusError(message.errorName ?? '', typeof text === 'string' ? text : ''));
    }
  }

  private fail(error: Error): void {
    if (this.failure) return;
    this.failure = error;
    for (const { reject } of [...this.calls.values(), ...this.signals.values()]) reject(error);
    this.socket?.close();
  }
}
