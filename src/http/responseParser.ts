/**
 * Parses an HTTP/1.1 response (RFC 9112) incrementally. It passes on every byte of the body before it reports an error: a
 * response whose length or chunks are wrong may still hold a secret.
 */
import { consistsOf } from '../base/words.ts';
import type { ResponseHead } from './types.ts';

/** The longest head, in bytes. Go allows 1 MiB. */
const HEAD_LIMIT = 64 * 1024;

/** The response violates the protocol. The message is Go's where Go has one. */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
}

export interface ResponseEvents {
  head(head: ResponseHead): void;
  data(bytes: Uint8Array): void;
  /** @param reusable whether the connection can carry another request */
  end(reusable: boolean): void;
}

type State = 'head' | 'length' | 'chunk size' | 'chunk' | 'after chunk' | 'trailer' | 'until close' | 'done';

const LINE_FEED = 10;

/** Whether the line says the size of a chunk: in hexadecimal digits, with optional extensions, which are ignored. */
const isChunkSize = (line: string): boolean =>
  isPlainSize(line) || /^([0-9a-f]{1,8})[ \t]*(;.*)?\r?\n$/i.test(line);

/** Whether it is such a line without extensions, as servers usually send it. */
const isPlainSize = (line: string): boolean =>
  line.length > 2 &&
  line.length <= 10 &&
  line.endsWith('\r\n') &&
  consistsOf(line.slice(0, -2), '0123456789abcdefABCDEF');

/** Whether the line can still become such a line when more bytes arrive. */
const canBecomeChunkSize = (line: string): boolean => /^([0-9a-f]{1,8}[ \t]*(;.{0,4000})?\r?)?$/i.test(line);

const isEmptyLine = (line: string): boolean => line === '\r\n' || line === '\n';
const canBecomeEmptyLine = (line: string): boolean => line === '' || line === '\r';

/** How long a field after the last chunk can be. */
const TRAILER_LINE_LIMIT = 4000;

/** What every response starts with. */
const PROTOCOL = 'HTTP/';

/** Finds the empty line after the header fields. Like Go, it accepts lines that end in a line feed alone. */
function endOfHead(text: string): { from: number; to: number } | undefined {
  const [long, short] = [text.indexOf('\n\r\n'), text.indexOf('\n\n')];
  const at = short < 0 || (long >= 0 && long < short) ? long : short;
  if (at < 0) return undefined;
  return { from: text[at - 1] === '\r' ? at - 1 : at, to: at + (at === long ? 3 : 2) };
}

/** The lines of a text. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line, index, { length }) => (index < length - 1 && line.endsWith('\r') ? line.slice(0, -1) : line));

/** Decodes header fields: one character per byte. */
const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

type Fields = ReadonlyMap<string, string>;

/** Parses header fields. Skips lines that are not fields: they are no reason to lose the body. */
function fieldsIn(lines: readonly string[]): Fields {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name, value = ''] = /^([^\s:]+)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    const before = fields.get(key);
    fields.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return fields;
}

/** The elements of a comma-separated list, in lower case. */
const listIn = (fields: Fields, name: string): string[] =>
  (fields.get(name) ?? '')
    .toLowerCase()
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');

export class ResponseParser {
  private state: State = 'head';
  /** Bytes that have arrived but are not parsed yet. */
  private rest: Uint8Array = new Uint8Array();
  /** How many bytes of the body or of the chunk are still missing. */
  private left = 0;
  private reusable = true;

  constructor(private readonly events: ResponseEvents) {}

  /** @throws {MalformedResponse} after passing on everything that may belong to the body */
  push(bytes: Uint8Array): void {
    this.rest = joined(this.rest, bytes);
    while (this.rest.length > 0 && this.step());
  }

  /** Called when the connection is closed. @throws {MalformedResponse} when the response is not complete */
  close(): void {
    if (this.state === 'until close') this.finish(false);
    if (this.state !== 'done') throw new MalformedResponse('unexpected EOF');
  }

  /** Returns, once, the bytes that arrived after the end of the response. */
  surplus(): Uint8Array {
    return this.takeBytes(this.state === 'done' ? this.rest.length : 0);
  }

  /** Parses one element; returns false when it has not arrived completely. */
  private step(): boolean {
    switch (this.state) {
      case 'head':
        return this.readHead();
      case 'length':
        this.readData();
        if (this.left === 0) this.finish(this.reusable);
        return true;
      case 'chunk size':
        return this.readLine(isChunkSize, canBecomeChunkSize, (line) => {
          this.left = Number.parseInt(line, 16);
          this.state = this.left === 0 ? 'trailer' : 'chunk';
        });
      case 'chunk':
        this.readData();
        if (this.left === 0) this.state = 'after chunk';
        return true;
      case 'after chunk':
        return this.readLine(isEmptyLine, canBecomeEmptyLine, () => {
          this.state = 'chunk size';
        });
      case 'trailer':
        return this.readLine(
          () => true,
          (line) => line.length <= TRAILER_LINE_LIMIT,
          (line) => {
            if (isEmptyLine(line)) this.finish(this.reusable);
          },
        );
      case 'until close':
        this.events.data(this.takeBytes(this.rest.length));
        return true;
      case 'done':
        return false;
    }
  }

  private readHead(): boolean {
    const text = latin1(this.rest.subarray(0, HEAD_LIMIT));
    // Like Go, accept lines that end in a line feed alone.
    const end = endOfHead(text);
    const start = text.slice(0, PROTOCOL.length);
    if (!PROTOCOL.startsWith(start))
      throw new MalformedResponse(`malformed HTTP response ${JSON.stringify(text.split(/\r?\n/)[0])}`);
    if (!end) {
      if (text.length === HEAD_LIMIT) throw new MalformedResponse('the head of the response is too large');
      return false;
    }
    // A line that begins with a blank continues the line before it (RFC 9112, section 5.2).
    const head = text.slice(0, end.from);
    const unfolded = head.includes('\n ') || head.includes('\n\t') ? head.replace(/\r?\n[ \t]+/g, ' ') : head;
    const [statusLine = '', ...lines] = linesOf(unfolded);
    const [, minor, digits, statusText = ''] = /^HTTP\/1\.(\d) +(\d{3})(?: (.*))?$/.exec(statusLine) ?? [];
    if (digits === undefined)
      throw new MalformedResponse(`malformed HTTP response ${JSON.stringify(statusLine)}`);
    this.takeBytes(end.to);
    const status = Number(digits);
    // An interim response: the final one follows.
    if (status >= 100 && status < 200 && status !== 101) return true;
    this.begin({ status, statusText: statusText.trim() }, Number(minor), fieldsIn(lines));
    return true;
  }

  /** Decides where the body ends (RFC 9112, section 6.3). */
  private begin(line: Omit<ResponseHead, 'headers'>, minor: number, fields: Fields): void {
    this.events.head({ ...line, headers: { get: (name) => fields.get(name.toLowerCase()) ?? null } });
    const connection = listIn(fields, 'connection');
    this.reusable = !connection.includes('close') && (minor > 0 || connection.includes('keep-alive'));
    const transferCodings = listIn(fields, 'transfer-encoding');
    const lengths = new Set(listIn(fields, 'content-length'));
    const [length = ''] = lengths;
    if (line.status === 101 || line.status === 204 || line.status === 304) this.finish(this.reusable);
    else if (transferCodings.length > 0) {
      this.state = transferCodings.at(-1) === 'chunked' ? 'chunk size' : 'until close';
      if (lengths.size > 0) this.reusable = false;
    } else if (lengths.size === 0) this.state = 'until close';
    else if (lengths.size > 1 || !/^\d{1,15}$/.test(length))
      this.giveUp(`bad Content-Length ${JSON.stringify([...lengths].join(', '))}`);
    else {
      this.left = Number(length);
      if (this.left > 0) this.state = 'length';
      else this.finish(this.reusable);
    }
  }

  /**
   * Reads a line between chunks; false when it is not there yet.
   * @param isValid whether it is valid, with its end
   * @param canBecomeValid whether it can become valid before its end has arrived
   */
  private readLine(
    isValid: (line: string) => boolean,
    canBecomeValid: (line: string) => boolean,
    take: (line: string) => void,
  ): boolean {
    const length = this.rest.indexOf(LINE_FEED) + 1;
    const line = latin1(length > 0 ? this.rest.subarray(0, length) : this.rest);
    if (!(length > 0 ? isValid : canBecomeValid)(line)) this.giveUp('malformed chunked encoding');
    if (length === 0) return false;
    this.takeBytes(length);
    take(line);
    return true;
  }

  private readData(): void {
    const bytes = this.takeBytes(Math.min(this.left, this.rest.length));
    this.left -= bytes.length;
    this.events.data(bytes);
  }

  /** Gives up on a body whose framing is wrong, after passing on what has arrived of it. */
  private giveUp(problem: string): never {
    if (this.rest.length > 0) this.events.data(this.takeBytes(this.rest.length));
    throw new MalformedResponse(problem);
  }

  private finish(reusable: boolean): void {
    this.state = 'done';
    this.events.end(reusable && this.rest.length === 0);
  }

  private takeBytes(count: number): Uint8Array {
    const taken = this.rest.subarray(0, count);
    this.rest = this.rest.subarray(count);
    return taken;
  }
}

/** What can be read of a response that may be broken or incomplete. */
export interface PartialResponse {
  /** Undefined when it has not arrived, or is not HTTP. */
  readonly head: ResponseHead | undefined;
  /** All that may belong to the body, even after its end. */
  readonly body: Uint8Array;
  readonly problem: MalformedResponse | undefined;
}

/** Parses the bytes of a response as far as they can be parsed. */
export function readAsFarAsPossible(bytes: Uint8Array): PartialResponse {
  let head: ResponseHead | undefined;
  let problem: MalformedResponse | undefined;
  const chunks: Uint8Array[] = [];
  const parser = new ResponseParser({
    head(found) {
      head = found;
    },
    data: (chunk) => chunks.push(chunk),
    end() {},
  });
  try {
    parser.push(bytes);
  } catch (error) {
    if (!(error instanceof MalformedResponse)) throw error;
    problem = error;
  }
  chunks.push(parser.surplus());
  return { head, body: Buffer.concat(chunks), problem };
}
