/** Random responses as bytes, complete or cut off, with the expected results. */
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { damaged } from './arbitraries.ts';
import { NEW_KEY } from './fixtures.ts';
import type { RawResponse } from './servers/rawServer.ts';

export interface AnyResponse extends RawResponse {
  readonly status: number;
  readonly type: string;
  /** Whether the head is complete. */
  readonly hasHead: boolean;
  /** Whether the response is complete, and its length and coding match its head. */
  readonly isHonest: boolean;
  /** The text of the body before it was encoded. */
  readonly text: string;
  /** The bytes of the body without chunk sizes, which must not be lost. */
  readonly received: Buffer;
}

export const KEY = JSON.stringify(NEW_KEY);

const content: fc.Arbitrary<Buffer> = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(KEY, KEY, '{}', '', '[]', 'null', '<h1>Sign in</h1>', '{"status":"ok"}'),
    },
    {
      weight: 3,
      arbitrary: damaged(KEY, fc.string({ unit: 'binary', maxLength: 3 })).map((text) => text.toWellFormed()),
    },
    { weight: 1, arbitrary: fc.json() },
  )
  .map((text) => Buffer.from(text))
  .chain((text) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(text) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
      { weight: 1, arbitrary: fc.constant(zlib.gzipSync(text)) },
    ),
  );

const CODINGS: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  gzip: zlib.gzipSync,
  deflate: zlib.deflateSync,
  br: zlib.brotliCompressSync,
};

/** The Content-Encoding of the head, and the actual bytes. */
const coding = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ name: '', apply: (bytes: Buffer) => bytes, isTrue: true }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...Object.entries(CODINGS))
      .map(([name, apply]) => ({ name, apply, isTrue: true })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('gzip', 'br', 'deflate', 'zstd', 'gzip, br', 'snappy')
      .map((name) => ({ name, apply: (bytes: Buffer) => bytes, isTrue: false })),
  },
);

/** The content without gzip, where it is gzip: a coding that was announced by chance may be the true one. */
function withoutGzip(content: Buffer): Buffer {
  try {
    return zlib.gunzipSync(content);
  } catch {
    return content;
  }
}

interface Framing {
  readonly field: string;
  readonly bytes: Buffer;
  /** Whether the length of the body matches the head. */
  readonly isTrue: boolean;
  /** The part of the body in a part of the bytes. */
  within(part: Buffer): Buffer;
}

const asIs = (part: Buffer): Buffer => part;

const withLength = (body: Buffer, length: number | string): Framing => ({
  field: `content-length: ${length}\r\n`,
  bytes: body,
  isTrue: length === body.length,
  within: asIs,
});

/** The body in two chunks. */
function chunked(body: Buffer, at: number): Framing {
  const parts = [body.subarray(0, at), body.subarray(at)].filter((part) => part.length > 0);
  const pieces = [
    ...parts.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from('0\r\n\r\n'),
  ];
  return {
    field: 'transfer-encoding: chunked\r\n',
    bytes: Buffer.concat(pieces),
    isTrue: true,
    within(part) {
      let from = 0;
      const inside = pieces.map((piece) => {
        const present = part.subarray(from, from + piece.length);
        from += piece.length;
        return parts.includes(piece) ? present : Buffer.alloc(0);
      });
      return Buffer.concat(inside);
    },
  };
}

const framed = (body: Buffer): fc.Arbitrary<Framing> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant(withLength(body, body.length)) },
    { weight: 1, arbitrary: fc.nat(400).map((length) => withLength(body, length)) },
    { weight: 1, arbitrary: fc.constantFrom('x', '-1', '1, 2').map((length) => withLength(body, length)) },
    { weight: 2, arbitrary: fc.constant({ field: '', bytes: body, isTrue: true, within: asIs }) },
    { weight: 2, arbitrary: fc.nat(body.length).map((at) => chunked(body, at)) },
    // Text that begins with hexadecimal digits could be a chunk size.
    ...(/^[0-9a-f]/i.test(body.toString('latin1')) || body.length === 0
      ? []
      : [
          {
            weight: 1,
            arbitrary: fc.constant({
              field: 'transfer-encoding: chunked\r\n',
              bytes: body,
              isTrue: false,
              within: asIs,
            }),
          },
        ]),
  );

/** An invalid line of a head. */
const NO_FIELD = 'no field\r\n';

const TYPES = [
  'application/json',
  'application/json',
  'application/json',
  'application/vnd.atlas.2023-01-01+json',
  'text/html',
  '',
];
const STATUSES = [
  ...Array.from({ length: 12 }, () => 200),
  ...[201, 202, 204, 206, 301, 304, 400, 403, 404, 429, 500, 502, 503, 599],
];

export const anyRawResponse: fc.Arbitrary<AnyResponse> = fc
  .record({
    status: fc.constantFrom(...STATUSES),
    reason: fc.constantFrom('', ' OK', ' Anything at all'),
    type: fc.constantFrom(...TYPES),
    other: fc.constantFrom('', 'x: y\r\n', NO_FIELD, 'connection: close\r\n'),
    content,
    coding,
    /** The part that is sent. */
    part: fc.oneof(
      { weight: 2, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    ),
    ending: fc.constantFrom('closed' as const, 'reset' as const),
  })
  .chain((parts) => framed(parts.coding.apply(parts.content)).map((framing) => ({ ...parts, framing })))
  .map(({ status, reason, type, other, content, coding, framing, part, ending }) => {
    const fields = [
      type && `content-type: ${type}\r\n`,
      coding.name && `content-encoding: ${coding.name}\r\n`,
      framing.field,
      other,
    ];
    const head = Buffer.from(`HTTP/1.1 ${status}${reason}\r\n${fields.join('')}\r\n`);
    const message = Buffer.concat([head, framing.bytes]);
    const bytes = message.subarray(0, Math.round(message.length * part));
    return {
      status,
      type,
      bytes,
      ending,
      hasHead: bytes.length >= head.length,
      // A reset discards unread data, and a 204 or 304 has no body.
      isHonest:
        coding.isTrue &&
        framing.isTrue &&
        bytes.length === message.length &&
        other !== NO_FIELD &&
        ending === 'closed' &&
        ((status !== 204 && status !== 304) || framing.bytes.length === 0),
      text: (coding.name === 'gzip' ? withoutGzip(content) : content).toString('latin1'),
      // Behind 204 nothing is a body, nor its chunks.
      received: (status === 204 ? asIs : framing.within)(bytes.subarray(head.length)),
    };
  });
