/** D-Bus messages on the wire, as far as a client needs them: https://dbus.freedesktop.org/doc/dbus-specification.html */

/** A value with the signature that says how it is written: a variant. */
export interface Variant {
  readonly signature: string;
  readonly value: unknown;
}

export const MessageType = { call: 1, reply: 2, error: 3, signal: 4 } as const;

export interface Message {
  readonly type: number;
  /** Numbers the sender's messages, from 1. */
  readonly serial: number;
  /** The serial of the call that this message replies to. */
  readonly replySerial?: number | undefined;
  readonly path?: string | undefined;
  readonly interface?: string | undefined;
  readonly member?: string | undefined;
  readonly errorName?: string | undefined;
  readonly destination?: string | undefined;
  readonly sender?: string | undefined;
  /** The types of the body's values, in D-Bus's notation: `a{ss}ao`. */
  readonly signature: string;
  readonly body: readonly unknown[];
}

/** The bytes are not a D-Bus message. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

/** The specification allows 128 MiB; a keyring's replies are small. */
const LARGEST_MESSAGE_BYTES = 16 * 1024 * 1024;
const DEEPEST_NESTING = 32;

const FIXED_HEADER_BYTES = 12;
const LITTLE_ENDIAN = 0x6c;
const BIG_ENDIAN = 0x42;

/** Codes of the header's fields, with the type that each has. */
const FIELDS = [
  { code: 1, name: 'path', signature: 'o' },
  { code: 2, name: 'interface', signature: 's' },
  { code: 3, name: 'member', signature: 's' },
  { code: 4, name: 'errorName', signature: 's' },
  { code: 5, name: 'replySerial', signature: 'u' },
  { code: 6, name: 'destination', signature: 's' },
  { code: 7, name: 'sender', signature: 's' },
  { code: 8, name: 'signature', signature: 'g' },
] as const;

/** The first complete type of a signature, and what follows it. */
function splitType(signature: string, depth = 0): [type: string, rest: string] {
  if (depth > DEEPEST_NESTING) throw new MalformedMessageError('a signature is nested too deeply');
  const first = signature[0] ?? '';
  if (first === 'a') {
    const [element, rest] = splitType(signature.slice(1), depth + 1);
    return [`a${element}`, rest];
  }
  if (first === '(' || first === '{') {
    const close = first === '(' ? ')' : '}';
    let rest = signature.slice(1);
    while (rest[0] !== close) rest = splitType(rest, depth + 1)[1];
    const length = signature.length - rest.length + 1;
    return [signature.slice(0, length), signature.slice(length)];
  }
  if (!'ybnqiuxtdsogvh'.includes(first) || first === '')
    throw new MalformedMessageError('a signature holds an unknown type');
  return [first, signature.slice(1)];
}

/** The complete types of a signature. */
export function typesOf(signature: string): string[] {
  const types: string[] = [];
  for (let rest = signature; rest !== ''; ) {
    const [type, next] = splitType(rest);
    types.push(type);
    rest = next;
  }
  return types;
}

const ALIGNMENT: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2 },
  ...{ b: 4, i: 4, u: 4, h: 4, s: 4, o: 4, a: 4 },
  ...{ x: 8, t: 8, d: 8, '(': 8, '{': 8 },
};

const alignmentOf = (type: string): number => ALIGNMENT[type[0] ?? ''] ?? 1;

const encoder = new TextEncoder();

class Writer {
  private readonly bytes: number[] = [];

  align(alignment: number): void {
    while (this.bytes.length % alignment !== 0) this.bytes.push(0);
  }

  get length(): number {
    return this.bytes.length;
  }

  byte(value: number): void {
    this.bytes.push(value & 0xff);
  }

  uint32(value: number): void {
    this.align(4);
    this.putUint32(this.length, value);
  }

  private putUint32(at: number, value: number): void {
    for (let shift = 0; shift < 4; shift++) this.bytes[at + shift] = (value >>> (8 * shift)) & 0xff;
  }

  private text(value: string): void {
    this.bytes.push(...encoder.encode(value), 0);
  }

  write(type: string, value: unknown): void {
    this.align(alignmentOf(type));
    switch (type[0]) {
      case 'y':
        this.byte(value as number);
        break;
      case 'b':
        this.uint32(value === true ? 1 : 0);
        break;
      case 'i':
      case 'u':
        this.uint32(value as number);
        break;
      case 's':
      case 'o':
        this.uint32(encoder.encode(value as string).length);
        this.text(value as string);
        break;
      case 'g':
        this.byte((value as string).length);
        this.text(value as string);
        break;
      case 'v':
        this.variant(value as Variant);
        break;
      case 'a':
        this.array(type.slice(1), value);
        break;
      case '(':
      case '{':
        this.struct(type.slice(1, -1), value as readonly unknown[]);
        break;
      default:
        throw new TypeError(`cannot write the D-Bus type ${type}`);
    }
  }

  private variant({ signature, value }: Variant): void {
    this.write('g', signature);
    this.write(signature, value);
  }

  private struct(signature: string, values: readonly unknown[]): void {
    for (const [at, type] of typesOf(signature).entries()) this.write(type, values[at]);
  }

  /** A dictionary may be given as an object. */
  private array(element: string, value: unknown): void {
    const items =
      element === 'y' || Array.isArray(value)
        ? (value as Iterable<unknown>)
        : Object.entries(value as object);
    const lengthAt = this.length;
    this.uint32(0);
    this.align(alignmentOf(element));
    const start = this.length;
    for (const item of items) this.write(element, item);
    this.putUint32(lengthAt, this.length - start);
  }

  toBytes(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

/** A message as bytes, in little-endian order. */
export function encodeMessage(message: Message): Uint8Array {
  const body = new Writer();
  for (const [at, type] of typesOf(message.signature).entries()) body.write(type, message.body[at]);
  const fields = FIELDS.flatMap(({ code, name, signature }) => {
    const value = message[name];
    return value === undefined || value === '' ? [] : [[code, { signature, value }]];
  });
  const head = new Writer();
  for (const byte of [LITTLE_ENDIAN, message.type, 0, 1]) head.byte(byte);
  head.uint32(body.length);
  head.uint32(message.serial);
  head.write('a(yv)', fields);
  head.align(8);
  const result = new Uint8Array(head.length + body.length);
  result.set(head.toBytes());
  result.set(body.toBytes(), head.length);
  return result;
}

class Reader {
  private at = 0;
  private readonly view: DataView;
  private readonly isLittle: boolean;

  constructor(
    private readonly bytes: Uint8Array,
    isLittle: boolean,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.isLittle = isLittle;
  }

  align(alignment: number): void {
    this.at += (alignment - (this.at % alignment)) % alignment;
  }

  skip(bytes: number): void {
    this.at += bytes;
  }

  private take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw new MalformedMessageError('a message ends too early');
    const taken = this.bytes.slice(this.at, this.at + length);
    this.at += length;
    return taken;
  }

  private number<T>(length: number, read: (at: number) => T): T {
    this.align(length);
    if (length > this.bytes.length - this.at) throw new MalformedMessageError('a message ends too early');
    const value = read(this.at);
    this.at += length;
    return value;
  }

  uint32 = (): number => this.number(4, (at) => this.view.getUint32(at, this.isLittle));

  private text(length: number): string {
    const bytes = this.take(length + 1);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length));
  }

  read(type: string, depth = 0): unknown {
    if (depth > DEEPEST_NESTING) throw new MalformedMessageError('a message is nested too deeply');
    const { view, isLittle } = this;
    this.align(alignmentOf(type));
    switch (type[0]) {
      case 'y':
        return this.number(1, (at) => view.getUint8(at));
      case 'n':
        return this.number(2, (at) => view.getInt16(at, isLittle));
      case 'q':
        return this.number(2, (at) => view.getUint16(at, isLittle));
      case 'b':
        return this.uint32() !== 0;
      case 'i':
        return this.number(4, (at) => view.getInt32(at, isLittle));
      case 'u':
      case 'h':
        return this.uint32();
      case 'x':
        return this.number(8, (at) => view.getBigInt64(at, isLittle));
      case 't':
        return this.number(8, (at) => view.getBigUint64(at, isLittle));
      case 'd':
        return this.number(8, (at) => view.getFloat64(at, isLittle));
      case 's':
      case 'o':
        return this.text(this.uint32());
      case 'g':
        return this.text(this.take(1)[0] ?? 0);
      case 'v': {
        const signature = this.read('g') as string;
        const [inner = '', ...rest] = typesOf(signature);
        if (inner === '' || rest.length > 0)
          throw new MalformedMessageError('a variant holds no single value');
        return { signature, value: this.read(inner, depth + 1) } satisfies Variant;
      }
      case 'a':
        return this.array(type.slice(1), depth);
      default:
        return typesOf(type.slice(1, -1)).map((inner) => this.read(inner, depth + 1));
    }
  }

  /** Bytes as a Uint8Array; a dictionary as its entries. */
  private array(element: string, depth: number): unknown {
    const length = this.uint32();
    this.align(alignmentOf(element));
    if (element === 'y') return this.take(length);
    const end = this.at + length;
    if (end > this.bytes.length) throw new MalformedMessageError('a message ends too early');
    const items: unknown[] = [];
    while (this.at < end) items.push(this.read(element, depth + 1));
    return items;
  }
}

function isLittleEndian(bytes: Uint8Array): boolean {
  if (bytes[0] !== LITTLE_ENDIAN && bytes[0] !== BIG_ENDIAN)
    throw new MalformedMessageError('the bytes are not a D-Bus message');
  return bytes[0] === LITTLE_ENDIAN;
}

/**
 * The length in bytes of the message that the bytes begin with; undefined when too few have come to tell.
 * @throws {MalformedMessageError} for what is not the start of a message, or of one that is far too large
 */
export function messageLength(bytes: Uint8Array): number | undefined {
  if (bytes.length === 0) return undefined;
  const isLittle = isLittleEndian(bytes);
  if (bytes.length < FIXED_HEADER_BYTES + 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headLength = FIXED_HEADER_BYTES + 4 + view.getUint32(FIXED_HEADER_BYTES, isLittle);
  const length = Math.ceil(headLength / 8) * 8 + view.getUint32(4, isLittle);
  if (length > LARGEST_MESSAGE_BYTES) throw new MalformedMessageError('a message is too large');
  return length;
}

/** Reads a whole message, in either byte order. @throws {MalformedMessageError} when it is none */
export function decodeMessage(bytes: Uint8Array): Message {
  const reader = new Reader(bytes, isLittleEndian(bytes));
  const type = bytes[1] ?? 0;
  reader.skip(8);
  const serial = reader.uint32();
  const entries = (reader.read('a(yv)') as [number, Variant][]).flatMap(([code, { signature, value }]) => {
    const field = FIELDS.find((candidate) => candidate.code === code && candidate.signature === signature);
    return field ? [[field.name, value] as const] : [];
  });
  reader.align(8);
  const fields = Object.fromEntries(entries) as Partial<Message>;
  const signature = fields.signature ?? '';
  return { ...fields, type, serial, signature, body: typesOf(signature).map((one) => reader.read(one)) };
}
