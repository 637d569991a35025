/** Responses of random bytes: no success is reported without proof, and no received byte is lost. */
import fc from 'fast-check';
import { describe } from 'vitest';
import { expectCleanExit } from '../../support/cleanExit.ts';
import { NEW_KEY, ORG_ID } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE } from '../../support/program/programTest.ts';
import { rawTest, takeRecovered, talkTo } from '../../support/program/rawTest.ts';
import { type AnyResponse, anyRawResponse } from '../../support/rawArbitraries.ts';
import { challenging } from '../../support/servers/rawServer.ts';

/** Whole programs, one after the other. What fails is printed with its seed. */
const RUNS = { numRuns: Number(process.env['FAST_CHECK_RUNS'] ?? 60), endOnFailure: true };

const DELETE = ['organizations', 'apiKeys', 'delete', NEW_KEY.id, '--force', '--orgId', ORG_ID];

/** The value in a text of one character a byte; undefined when it is not JSON. */
function valueIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
  } catch {
    return undefined;
  }
}

const isRefusal = ({ status, hasHead }: AnyResponse): boolean => hasHead && status >= 300 && status < 500;

/** Whether the output may contain a key. */
const mayHoldKey = ({ status, received }: AnyResponse): boolean => status < 300 && received.length > 0;

describe.concurrent.each(BUILDS)('$name', { timeout: 300_000 }, (build) => {
  const test = rawTest(build);

  test('when the response to a create is any bytes, then the key is printed, the bytes are saved, or the create was refused', async ({
    stage,
    raw,
    expect,
  }) => {
    await fc.assert(
      fc.asyncProperty(anyRawResponse, async (response) => {
        const end = await stage.run({ env: talkTo(await raw(response)) });
        const recovered = takeRecovered(stage);
        expectCleanExit(end, CREATE);
        if (end.status === 0) {
          const { privateKey } = valueIn(response.text) as { privateKey: string };
          expect(response.status).toBeLessThan(300);
          expect(privateKey).toMatch(/./s);
          expect(end.stdout).toContain(`Private API Key ${privateKey}`);
          return;
        }
        expect(end.stdout).toBe('');
        expect(end.stderr).not.toContain('was created');
        expect(end.status).toBe(isRefusal(response) ? 1 : 3);
        expect(recovered).toEqual(mayHoldKey(response) ? [response.received] : []);
      }),
      RUNS,
    );
  });

  test('when the response to a deletion is any bytes, then it is reported as done only with proof', async ({
    stage,
    raw,
    expect,
  }) => {
    await fc.assert(
      fc.asyncProperty(anyRawResponse, async (response) => {
        const end = await stage.run({ argv: DELETE, env: talkTo(await raw(response)) });
        expectCleanExit(end, DELETE);
        if (end.status === 0) {
          expect([200, 204]).toContain(response.status);
          if (response.status === 200 && response.isHonest && response.text !== '')
            expect(valueIn(response.text)).toEqual(expect.objectContaining({}));
        } else {
          expect(end.stdout).toBe('');
          expect(end.status).toBe(isRefusal(response) ? 1 : 3);
        }
        expect(stage.made()).toEqual({});
      }),
      RUNS,
    );
  });

  test('when the response to the first request is any bytes, then nothing is changed, saved or reported as changed', async ({
    stage,
    raw,
    expect,
  }) => {
    await fc.assert(
      fc.asyncProperty(anyRawResponse, fc.constantFrom(CREATE, DELETE), async (response, argv) => {
        const server = await raw(challenging, response);
        const end = await stage.run({ argv, env: talkTo(server) });
        expectCleanExit(end, argv);
        expect(end).toMatchObject({ status: 1, stdout: '' });
        expect(end.stderr).not.toMatch(/may (exist|have)|was (created|deleted)\./);
        expect(stage.made()).toEqual({});
      }),
      RUNS,
    );
  });
});
