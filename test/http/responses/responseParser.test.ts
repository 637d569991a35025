/** Parsing HTTP/1.1 responses, complete and in pieces. No byte of a body is lost, also if the response is invalid. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ResponseParser } from '../../../src/http/responses/responseParser.ts';
import type { ResponseHead } from '../../../src/http/types.ts';

interface Parsed {
  status?: number;
  statusText?: string;
  header(name: string): string | null | undefined;
  body: string;
  surplus: string;
  /** Whether the connection can be used again; undefined when the response has no end. */
  reusable?: boolean;
  error?: string;
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** The result of parsing the pieces, followed by the end of the connection. */
function parse(pieces: readonly Uint8Array[], closes = false): Parsed {
  let head: ResponseHead | undefined;
  const chunks: Uint8Array[] = [];
  const result: Parsed = { header: (name) => head?.headers.get(name), body: '', surplus: '' };
  const parser = new ResponseParser({
    head(value) {
      head = value;
      result.status = value.status;
      result.statusText = value.statusText;
    },
    data: (bytes) => chunks.push(bytes),
    end(reusable) {
      result.reusable = reusable;
    },
  });
  try {
    for (const piece of pieces) parser.push(piece);
    if (closes) parser.close();
  } catch (error) {
    result.error = (error as Error).message;
  }
  result.body = Buffer.concat(chunks).toString('latin1');
  result.surplus = Buffer.from(parser.surplus()).toString('latin1');
  return result;
}

const whole = (text: string, closes = false): Parsed => parse([bytesOf(text)], closes);

describe('the head', () => {
  test.each([
    ['HTTP/1.1 200 OK', 200, 'OK'],
    ['HTTP/1.1 403 Not you, not now', 403, 'Not you, not now'],
    ['HTTP/1.1 502', 502, ''],
    ['HTTP/1.1 502 ', 502, ''],
    ['HTTP/1.0 201 Created', 201, 'Created'],
  ])('when the status line is "%s", then status and reason are read', (line, status, statusText) => {
    expect(whole(`${line}\r\ncontent-length: 0\r\n\r\n`)).toMatchObject({ status, statusText });
  });

  test.each(['garbage\r\n\r\n', 'HTTP/2 200\r\n\r\n', 'HTTP/1.1 20 OK\r\n\r\n', '\x16\x03\x01\x02'])(
    'when it begins with %j, then it is not a response',
    (text) => {
      expect(whole(text).error).toMatch(/^malformed HTTP response "/);
    },
  );

  test('when the head never ends, then parsing fails', () => {
    const { error } = whole(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`);
    expect(error).toBe('the head of the response is too large');
  });

  test('when a field occurs twice, then its values are joined', () => {
    const { header } = whole('HTTP/1.1 401 No\r\nWWW-Authenticate: A\r\nwww-authenticate:B\r\n\r\n');
    expect(header('WWW-authenticate')).toBe('A, B');
  });

  test('when a field is continued on the next line, then it is one value', () => {
    expect(whole('HTTP/1.1 200 OK\r\nx: a\r\n  b\r\ny: c\r\n\r\n').header('x')).toBe('a b');
  });

  test('when a line is not a field, then it is ignored', () => {
    const parsed = whole('HTTP/1.1 200 OK\r\nno colon\r\n: no name\r\ncontent-length: 2\r\n\r\n{}');
    expect(parsed).toMatchObject({ body: '{}', reusable: true });
  });

  test('when lines end in a line feed alone, then they are read', () => {
    expect(whole('HTTP/1.1 200 OK\ncontent-length: 2\n\n{}')).toMatchObject({ body: '{}', reusable: true });
  });

  test('when an interim response comes first, then it is skipped', () => {
    const text = 'HTTP/1.1 103 Early\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
    expect(whole(text)).toMatchObject({ status: 200, body: '{}' });
  });
});

describe('the end of the body', () => {
  const ok = (fields: string, body: string, closes = false) =>
    whole(`HTTP/1.1 200 OK\r\n${fields}\r\n${body}`, closes);

  test('when there is a Content-Length, then the body has that length', () => {
    expect(ok('Content-Length: 3\r\n', 'abc')).toMatchObject({ body: 'abc', reusable: true });
  });

  test('when there is no Content-Length, then the body ends with the connection', () => {
    expect(ok('', 'abc', true)).toMatchObject({ body: 'abc', reusable: false });
  });

  test('when the body is chunked, then the chunks are joined, without extensions and trailers', () => {
    const chunks = '3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\ntrailer: x\r\n\r\n';
    expect(ok('transfer-encoding: Chunked\r\n', chunks)).toMatchObject({
      body: 'abc0123456789',
      reusable: true,
      surplus: '',
    });
  });

  test.each([204, 304])('when the status is %i, then there is no body', (status) => {
    const parsed = whole(`HTTP/1.1 ${status} x\r\ncontent-length: 3\r\n\r\n`);
    expect(parsed).toMatchObject({ body: '', reusable: true });
  });

  test.each([
    ['HTTP/1.1', 'connection: close\r\n', false],
    ['HTTP/1.1', 'connection: Foo, Close\r\n', false],
    ['HTTP/1.1', '', true],
    ['HTTP/1.0', '', false],
    ['HTTP/1.0', 'connection: keep-alive\r\n', true],
  ])(
    'when the response is %s with "%s", then the connection is kept or not, correctly',
    (version, field, reusable) => {
      expect(whole(`${version} 200 OK\r\n${field}content-length: 0\r\n\r\n`).reusable).toBe(reusable);
    },
  );

  test.each([
    ['content-length: 5\r\n', 'abc'],
    ['transfer-encoding: chunked\r\n', '5\r\nabc'],
  ])(
    'when it is cut off after "%s", then the bytes that arrived are passed on before the error',
    (field, body) => {
      expect(ok(field, body, true)).toMatchObject({ body: 'abc', error: 'unexpected EOF' });
    },
  );
});

describe('a response that lies', () => {
  const SECRET = '{"privateKey":"b6f7"}';
  const lying = (fields: string, body = SECRET) => whole(`HTTP/1.1 200 OK\r\n${fields}\r\n${body}`);

  test.each([
    ['a length that is none', 'content-length: many\r\n', 'bad Content-Length "many"'],
    ['two lengths', 'content-length: 2\r\ncontent-length: 3\r\n', 'bad Content-Length "2, 3"'],
    ['chunks where there are none', 'transfer-encoding: chunked\r\n', 'malformed chunked encoding'],
  ])('when it has %s, then the body is passed on before the error', (_, fields, error) => {
    expect(lying(fields)).toMatchObject({ body: SECRET, error });
  });

  test('when a chunk is followed by something else, then that is passed on unchanged', () => {
    const parsed = lying('transfer-encoding: chunked\r\n', `3\r\nabc\r\nZZ\r\n${SECRET}`);
    expect(parsed).toMatchObject({ body: `abcZZ\r\n${SECRET}`, error: 'malformed chunked encoding' });
  });

  test('when its length is too small, then the remaining bytes are available, and the connection is not used again', () => {
    expect(lying('content-length: 4\r\n')).toMatchObject({
      body: SECRET.slice(0, 4),
      surplus: SECRET.slice(4),
      reusable: false,
    });
  });
});

test('when a response arrives in any pieces, then the result is the same', () => {
  const body = fc.constantFrom(
    'content-length: 12\r\n\r\n{"a":"\xe9\xff"} ',
    'transfer-encoding: chunked\r\n\r\n5;x\r\n{"a":\r\n6\r\n"\xe9\xff"} \r\n0\r\n\r\n',
    'transfer-encoding: chunked\r\n\r\nnothing of the kind',
    'content-length: 3\r\n\r\n{"a":1}',
    '\r\n{"a":1}',
  );
  fc.assert(
    fc.property(body, fc.array(fc.nat(120), { maxLength: 8 }), fc.boolean(), (rest, cuts, closes) => {
      const bytes = bytesOf(`HTTP/1.1 200 OK\r\nx: y\r\n${rest}`);
      const ends = [...cuts.map((cut) => cut % bytes.length), bytes.length].sort((a, b) => a - b);
      const pieces = ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
      const { header: _, ...inPieces } = parse(pieces, closes);
      const { header: __, ...inOne } = parse([bytes], closes);
      // What is given up in the middle has given on less of what lay behind it; the error is the same.
      if (inOne.error === 'malformed chunked encoding') expect(inPieces.error).toBe(inOne.error);
      else expect({ ...inPieces, reusable: null }).toEqual({ ...inOne, reusable: null });
    }),
    { numRuns: 2000 },
  );
});

test('when any bytes follow the head, then all of them are passed on', () => {
  const framing = fc.constantFrom(
    '',
    'content-length: 4\r\n',
    'content-length: 0\r\n',
    'content-length: -1\r\n',
    'content-length: 4, 5\r\n',
    'content-encoding: gzip\r\n',
    'transfer-encoding: gzip\r\n',
  );
  fc.assert(
    fc.property(framing, fc.uint8Array({ maxLength: 40 }), (fields, content) => {
      const head = bytesOf(`HTTP/1.1 200 OK\r\n${fields}\r\n`);
      const { body, surplus } = parse([Buffer.concat([head, content])]);
      expect(body + surplus).toBe(Buffer.from(content).toString('latin1'));
    }),
    { numRuns: 2000 },
  );
});
