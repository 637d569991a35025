/** Writes D-Bus messages, in either byte order; written apart from the program's so that neither repeats the other's errors. */

export interface WireMessage {
  readonly type: 'reply' | 'error' | 'signal';
  readonly serial: number;
  readonly replySerial?: number;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly errorName?: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

const TYPES = { reply: 2, error: 3, signal: 4 };

/** How many bytes a value of the type is aligned to. */
const alignment = (type: string): number =>
  'ygv'.includes(type[0] ?? '') ? 1 : '({xtd'.includes(type[0] ?? '') ? 8 : 4;

/** Splits `sa{sv}o` into its complete types. */
export function split(signature: string): string[] {
  const types: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of signature) {
    current += character;
    if ('({'.includes(character)) depth++;
    if (')}'.includes(character)) depth--;
    if (depth === 0 && character !== 'a') {
      types.push(current);
      current = '';
    }
  }
  return types;
}

/** Appends the value to the bytes; their number so far decides the padding. */
function append(bytes: number[], type: string, value: unknown, isBig: boolean): void {
  const pad = (to: number) => {
    while (bytes.length % to) bytes.push(0);
  };
  const number = (n: number) => {
    pad(4);
    const four = [24, 16, 8, 0].map((shift) => (n >>> shift) & 0xff);
    bytes.push(...(isBig ? four : four.reverse()));
  };
  pad(alignment(type));
  if (type === 'y') bytes.push(value as number);
  else if (type === 'b' || type === 'u') number(Number(value));
  else if (type === 's' || type === 'o') {
    const text = Buffer.from(value as string);
    number(text.length);
    bytes.push(...text, 0);
  } else if (type === 'g') bytes.push((value as string).length, ...Buffer.from(value as string), 0);
  else if (type === 'v') {
    const [signature, inner] = value as [string, unknown];
    append(bytes, 'g', signature, isBig);
    append(bytes, signature, inner, isBig);
  } else if (type.startsWith('a')) {
    const element = type.slice(1);
    pad(4);
    const lengthAt = bytes.length;
    number(0);
    pad(alignment(element));
    const start = bytes.length;
    for (const item of value as Iterable<unknown>) append(bytes, element, item, isBig);
    const length: number[] = [];
    append(length, 'u', bytes.length - start, isBig);
    bytes.splice(lengthAt, 4, ...length);
  } else
    for (const [at, inner] of split(type.slice(1, -1)).entries())
      append(bytes, inner, (value as unknown[])[at], isBig);
}

/** The message's bytes. */
export function toWire(message: WireMessage, isBig = false): Uint8Array {
  const { type, serial, signature = '', body = [] } = message;
  const content: number[] = [];
  for (const [at, one] of split(signature).entries()) append(content, one, body[at], isBig);
  const fields: [number, [string, unknown]][] = [];
  const field = (code: number, kind: string, value: unknown) => {
    if (value !== undefined && value !== '') fields.push([code, [kind, value]]);
  };
  field(1, 'o', message.path);
  field(2, 's', message.interface);
  field(3, 's', message.member);
  field(4, 's', message.errorName);
  field(5, 'u', message.replySerial);
  field(8, 'g', signature);
  const head = [isBig ? 0x42 : 0x6c, TYPES[type], 0, 1];
  append(head, 'u', content.length, isBig);
  append(head, 'u', serial, isBig);
  append(head, 'a(yv)', fields, isBig);
  while (head.length % 8) head.push(0);
  return Uint8Array.from([...head, ...content]);
}
