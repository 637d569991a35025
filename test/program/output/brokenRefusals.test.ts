/** Refusals with an incomplete body: the service has refused, so it is safe to retry. */
import { describe } from 'vitest';
import { NEW_KEY, ORG_ID } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE } from '../../support/program/programTest.ts';
import { rawTest, talkTo } from '../../support/program/rawTest.ts';
import type { RawResponse } from '../../support/servers/rawServer.ts';

const DELETE = ['organizations', 'apiKeys', 'delete', NEW_KEY.id, '--force', '--orgId', ORG_ID];

const broken = (statusLine: string, field: string, body: string): RawResponse => ({
  bytes: Buffer.from(`HTTP/1.1 ${statusLine}\r\ncontent-type: application/json\r\n${field}\r\n\r\n${body}`),
  ending: 'closed',
});

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = rawTest(build);

  test.for<[string, RawResponse]>([
    ['is shorter than its length', broken('403 Forbidden', 'content-length: 4000', '{"error":403')],
    ['breaks off in a chunk', broken('400 Bad Request', 'transfer-encoding: chunked', '40\r\n{"error":400')],
    ['ends before its first byte', broken('409 Conflict', 'content-length: 4000', '')],
  ])(
    'when the body of a refusal %s, then no message says that something has changed',
    async ([, response], { stage, raw, expect }) => {
      const env = talkTo(await raw(response));
      for (const argv of [CREATE, DELETE]) {
        const { status, stdout, stderr } = await stage.run({ argv, env });
        expect({ status, stdout }, stderr).toEqual({ status: 1, stdout: '' });
        expect(stderr).not.toContain('may have been');
      }
      expect(stage.made()).toEqual({});
    },
  );
});
