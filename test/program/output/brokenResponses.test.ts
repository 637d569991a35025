/** Responses that are cut off, or have a wrong length or chunks: their bytes are saved. */
import { describe } from 'vitest';
import { NEW_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { rawTest, takeRecovered, talkTo } from '../../support/program/rawTest.ts';
import type { RawResponse } from '../../support/servers/rawServer.ts';

const WHOLE = JSON.stringify(NEW_KEY);

/** A success with this body and these headers. */
const saying = (fields: string, body: string, ending: RawResponse['ending'] = 'closed'): RawResponse => ({
  bytes: Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${fields}\r\n${body}`),
  ending,
});

const CHUNK = `${WHOLE.length.toString(16)}\r\n`;

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = rawTest(build);

  test.for<[string, RawResponse, string]>([
    ['says a length that is too small', saying('content-length: 40\r\n', WHOLE), WHOLE],
    ['says a length that is too large', saying('content-length: 4000\r\n', WHOLE), WHOLE],
    [
      'says a length that is too large, and is reset',
      saying('content-length: 4000\r\n', WHOLE, 'reset'),
      WHOLE,
    ],
    ['says a length that is none', saying('content-length: many\r\n', WHOLE, 'kept'), WHOLE],
    ['says two lengths', saying('content-length: 40\r\ncontent-length: 41\r\n', WHOLE, 'kept'), WHOLE],
    [
      'says that it comes in chunks and does not',
      saying('transfer-encoding: chunked\r\n', WHOLE, 'kept'),
      WHOLE,
    ],
    [
      'breaks off in a chunk',
      saying('transfer-encoding: chunked\r\n', CHUNK + WHOLE.slice(0, 99)),
      WHOLE.slice(0, 99),
    ],
    [
      'has a broken chunk',
      saying('transfer-encoding: chunked\r\n', `${CHUNK}${WHOLE}\r\nZZ\r\n`),
      `${WHOLE}ZZ\r\n`,
    ],
  ])(
    'when the response %s, then the recovery file contains all bytes that arrived',
    async ([, response, body], { stage, raw, expect }) => {
      const { status, stdout } = await stage.run({ env: talkTo(await raw(response)) });
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(takeRecovered(stage)).toEqual([Buffer.from(body)]);
    },
  );

  test('when the response is cut off after any byte, then the bytes that arrived are saved', async ({
    stage,
    raw,
    expect,
  }) => {
    for (const length of [0, 1, 50, WHOLE.length - 1])
      for (const ending of ['closed', 'reset'] as const) {
        const server = await raw(
          saying(`content-length: ${WHOLE.length}\r\n`, WHOLE.slice(0, length), ending),
        );
        const { status, stdout } = await stage.run({ env: talkTo(server) });
        expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
        expect(takeRecovered(stage)).toEqual(length > 0 ? [Buffer.from(WHOLE.slice(0, length))] : []);
      }
  });
});
