/** A session bus with a secret service on it, in this process. */
import type { Connect } from '../../../src/keyring/dbus/connection.ts';
import { decodeMessage, type Message, messageLength } from '../../../src/keyring/dbus/message.ts';
import { toWire, type WireMessage } from './dbusWire.ts';

export interface FakeBusOptions {
  /** The secrets, by `service user`. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Sends what it sends in pieces of so many bytes. */
  readonly pieceBytes?: number;
  readonly isBigEndian?: boolean;
  /** The collection is locked, and the person at the desktop does this when asked. */
  readonly whenAsked?: 'unlock' | 'dismiss' | 'nothing';
  /** Sends this instead of an answer to the sign-in. */
  readonly greeting?: string;
  /** Sends nothing at all from the call of this member on. */
  readonly muteFrom?: string;
  /** Closes the connection at the call of this member. */
  readonly closeAt?: string;
  /** Answers the call of a member with this error. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Answers the call of a member with these bytes. */
  readonly garbage?: Readonly<Record<string, Uint8Array>>;
  readonly collections?: readonly string[];
}

export interface FakeBus {
  readonly connect: Connect;
  readonly secrets: Map<string, string>;
  /** The members that were called, in order. */
  readonly calls: string[];
  readonly messages: Message[];
  /** The lines of the sign-in. */
  readonly signIn: string[];
  isClosed(): boolean;
}

const LOGIN = '/org/freedesktop/secrets/collection/login';
const PROMPT = '/org/freedesktop/secrets/prompt/1';

/** Objects' paths take letters, digits and underscores only. */
const pathOf = (entry: string): string => `${LOGIN}/${Buffer.from(entry).toString('hex')}`;
const entryOf = (path: string): string => Buffer.from(path.slice(LOGIN.length + 1), 'hex').toString();

const nameOf = (attributes: unknown): string => {
  const { service = '', username = '' } = Object.fromEntries(attributes as [string, string][]);
  return `${service} ${username}`;
};

export function fakeBus(options: FakeBusOptions = {}): FakeBus {
  const secrets = new Map(Object.entries(options.secrets ?? {}));
  const calls: string[] = [];
  const messages: Message[] = [];
  const signIn: string[] = [];
  let isLocked = options.whenAsked !== undefined;
  let isClosed = false;
  let serial = 0;

  type Answer = Pick<WireMessage, 'signature' | 'body'>;
  const objectsWith = (prompt: string): Answer => ({ signature: 'aoo', body: [[], prompt] });

  function answerTo({ member = '', path = '', body }: Message): Answer {
    switch (member) {
      case 'Hello':
        return { signature: 's', body: [':1.7'] };
      case 'OpenSession':
        return { signature: 'vo', body: [['s', ''], '/org/freedesktop/secrets/session/1'] };
      case 'Get':
        return { signature: 'v', body: [['ao', options.collections ?? [LOGIN]]] };
      case 'Unlock':
        return objectsWith(isLocked ? PROMPT : '/');
      case 'SearchItems': {
        const name = nameOf(body[0]);
        return { signature: 'ao', body: [secrets.has(name) ? [pathOf(name)] : []] };
      }
      case 'GetSecret': {
        const value = Buffer.from(secrets.get(entryOf(path)) ?? '');
        return { signature: '(oayays)', body: [[body[0], [], value, 'text/plain']] };
      }
      case 'CreateItem': {
        const properties = new Map(body[0] as [string, { value: unknown }][]);
        const name = nameOf(properties.get('org.freedesktop.Secret.Item.Attributes')?.value);
        const [, , value] = body[1] as [unknown, unknown, Uint8Array];
        secrets.set(name, Buffer.from(value).toString());
        return { signature: 'oo', body: [pathOf(name), '/'] };
      }
      case 'Delete':
        secrets.delete(entryOf(path));
        return { signature: 'o', body: ['/'] };
      default:
        return {};
    }
  }

  const connect: Connect = async (_, { onData, onClose }) => {
    let pending = Buffer.alloc(0);
    let isSignedIn = false;
    const send = (bytes: Uint8Array) => {
      const size = options.pieceBytes ?? bytes.length;
      for (let at = 0; at < bytes.length; at += size) {
        const piece = bytes.slice(at, at + size);
        queueMicrotask(() => onData(piece));
      }
    };
    const deliver = (message: Omit<WireMessage, 'serial'>) =>
      send(toWire({ serial: ++serial, ...message }, options.isBigEndian));

    function handle(message: Message): void {
      const { member = '' } = message;
      calls.push(member);
      messages.push(message);
      if (options.muteFrom !== undefined && calls.includes(options.muteFrom)) return;
      if (options.closeAt === member) {
        queueMicrotask(onClose);
        return;
      }
      const garbage = options.garbage?.[member];
      if (garbage) {
        send(garbage);
        return;
      }
      const errorName = options.errors?.[member];
      const replySerial = message.serial;
      if (errorName) {
        deliver({ type: 'error', replySerial, errorName, signature: 's', body: ['no'] });
        return;
      }
      deliver({ type: 'reply', replySerial, ...answerTo(message) });
      if (member !== 'Prompt' || options.whenAsked === 'nothing') return;
      isLocked = options.whenAsked === 'dismiss';
      deliver({
        type: 'signal',
        path: PROMPT,
        interface: 'org.freedesktop.Secret.Prompt',
        member: 'Completed',
        signature: 'bv',
        body: [isLocked, ['s', '']],
      });
    }

    function read(): void {
      while (!isSignedIn && pending.includes('\r\n')) {
        const end = pending.indexOf('\r\n');
        const line = pending.subarray(0, end).toString('latin1');
        pending = pending.subarray(end + 2);
        signIn.push(line);
        if (line.includes('AUTH')) send(Buffer.from(options.greeting ?? 'OK 1234deadbeef\r\n'));
        isSignedIn = line === 'BEGIN';
      }
      while (isSignedIn) {
        const length = messageLength(pending);
        if (length === undefined || pending.length < length) return;
        const message = decodeMessage(pending.subarray(0, length));
        pending = pending.subarray(length);
        handle(message);
      }
    }

    return {
      write(bytes) {
        pending = Buffer.concat([pending, bytes]);
        read();
      },
      close() {
        isClosed = true;
      },
    };
  };
  return { connect, secrets, calls, messages, signIn, isClosed: () => isClosed };
}
