/** Misbehaving servers: the program ends, reports the outcome, and reveals no secrets. */
import { describe } from 'vitest';
import { NEW_PRIVATE_KEY, ORG_ID } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest } from '../../support/program/programTest.ts';
import { type Behavior, challenge } from '../../support/servers/faultyServer.ts';
import {
  badGateway,
  body,
  created,
  drop,
  inTurn,
  json,
  redirect,
  tooManyRequests,
} from '../../support/servers/serverBehaviors.ts';

/** @param reason why the search for the key failed */
const unknownOutcome = (reason: string) =>
  `The API key may have been created. The list of API keys could not be read (${reason}). Before you try again, check with: atlas organizations apiKeys list --orgId ${ORG_ID}\n`;

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test('when the connection is dropped after the request, then it is not sent again and the outcome is unknown', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(drop);
    const { status, stdout, stderr } = await stage.run({ to: server });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toBe(
      `Error: Post "${server.url}api/atlas/v2/orgs/${ORG_ID}/apiKeys": EOF\n${unknownOutcome('no response')}`,
    );
  });

  test('when the connection is dropped before the challenge, then it is not sent again', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(created, { requests: 1, unauthorized: drop });
    const { status, stderr } = await stage.run({ to: server });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: Post ".*": EOF\n/);
  });

  test('when the connection is closed after the challenge, then the request is sent over a new connection', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(created, {
      requests: 2,
      unauthorized: (response, _, nonces) => {
        response.setHeader('connection', 'close');
        challenge(response, nonces);
      },
    });
    const { status, stderr } = await stage.run({ to: server });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('when the connection is lost right after the challenge, then the status says whether the key was created', async ({
    stage,
    expect,
  }) => {
    let keys = 0;
    const server = await stage.serve(
      (response, request) => {
        keys++;
        created(response, request);
      },
      {
        requests: 'any',
        unauthorized: (response, request, nonces) => {
          response.on('finish', () => request.socket.destroySoon());
          challenge(response, nonces);
        },
      },
    );
    const { status } = await stage.run({ to: server });
    // Whether the program notices the closed connection before it sends the request depends on timing. A request that was sent
    // is never repeated.
    expect([
      { status: 0, keys: 1 },
      { status: 3, keys: 0 },
    ]).toContainEqual({ status, keys });
  });

  test('when a request is sent, then it asks for an uncompressed response', async ({ stage, expect }) => {
    const server = await stage.serve(created);
    await stage.run({ to: server });
    expect(server.requests.map(({ headers }) => headers['accept-encoding'])).toEqual([
      'identity',
      'identity',
    ]);
  });

  test('when nothing listens, then a message says so and does not mention a key', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(created, { requests: 0 });
    await server.close();
    const { status, stdout, stderr } = await stage.run({ to: server });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/: connect: connection refused\nNothing listens at 127\.0\.0\.1:\d+\. /);
    expect(stderr).not.toContain('may have been');
  });

  test.for([301, 302, 303, 307, 308])(
    'when the server redirects with %i, then nothing is sent to the other host',
    async (code, { stage, expect }) => {
      const other = await stage.serve(created, { requests: 0 });
      const elsewhere = `http://localhost:${other.port}/api/atlas/v2/orgs/${ORG_ID}/apiKeys`;
      const { status, stdout, stderr } = await stage.run({
        to: await stage.serve(redirect(elsewhere, code)),
      });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(`redirects to ${elsewhere}, where credentials are not sent`);
    },
  );

  test('when the server redirects before its challenge, then nothing is sent to the other host', async ({
    stage,
    expect,
  }) => {
    const other = await stage.serve(created, { requests: 0 });
    const server = await stage.serve(created, { requests: 1, unauthorized: redirect(other.url) });
    const { status, stderr } = await stage.run({ to: server });
    expect(status).toBe(1);
    expect(stderr).toContain(`redirects to ${other.url}`);
  });

  test('when a gateway responds with an HTML page, then a hint says so and the outcome is unknown', async ({
    stage,
    expect,
  }) => {
    const { status, stdout, stderr } = await stage.run({ to: await stage.serve(badGateway) });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toBe(
      `Error: (502 Bad Gateway) failed to decode response body\nThe response is not from Atlas, but from a proxy or gateway in front of it: try again later. ${unknownOutcome('HTTP 502')}`,
    );
  });

  test('when a gateway responds with an empty body, then the first line is the same as the Atlas CLI’s', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(body('', 'text/html', 502));
    const { stderr } = await stage.run({ to: server });
    expect(stderr.split('\n')[0]).toBe(
      `Error: ${server.url}api/atlas/v2/orgs/${ORG_ID}/apiKeys POST: HTTP 502 Bad Gateway (Error code: "") Detail:  Reason: . Params: [], BadRequestDetail:`,
    );
    expect(stderr).toContain('a proxy or gateway in front of it');
  });

  test('when the service fails, then the outcome is unknown', async ({ stage, expect }) => {
    const failure = json(
      { errorCode: 'UNEXPECTED_ERROR', detail: 'Sorry.', reason: 'Internal Server Error' },
      500,
    );
    const { status, stderr } = await stage.run({ to: await stage.serve(failure) });
    expect(status).toBe(3);
    expect(stderr).toContain(unknownOutcome('HTTP 500, UNEXPECTED_ERROR'));
  });

  test('when the service refuses, then no message mentions a key', async ({ stage, expect }) => {
    const { status, stderr } = await stage.run({ to: await stage.serve(json({ errorCode: 'NO' }, 403)) });
    expect(status).toBe(1);
    expect(stderr).not.toContain('may have been');
  });

  const alwaysChallenge = (options?: { stale: boolean }): Behavior => {
    const nonces = new Set<string>();
    return (response) => challenge(response, nonces, options);
  };

  test('when every response is 401, then the hint is to check the API key, after two requests', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(alwaysChallenge());
    const { status, stdout, stderr } = await stage.run({ to: server });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('Check the API key, which came from MONGODB_ATLAS_PUBLIC_API_KEY');
    expect(stderr).not.toContain('may have been');
  });

  test('when every nonce is stale, then the program gives up after three requests', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(alwaysChallenge({ stale: true }), {
      requests: 3,
      unauthorized: alwaysChallenge({ stale: true }),
    });
    const { status, stderr } = await stage.run({ to: server });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: .*401/);
  });

  test('when the server responds with 429, then the request is sent again after Retry-After', async ({
    stage,
    expect,
  }) => {
    const { status, stdout, stderr } = await stage.run({
      to: await stage.serve(inTurn(tooManyRequests('1'), created), { requests: 3 }),
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(NEW_PRIVATE_KEY);
  });

  test('when every response is 429, then the program gives up after three attempts', async ({
    stage,
    expect,
  }) => {
    const { status, stderr } = await stage.run({
      to: await stage.serve(tooManyRequests('0'), { requests: 4 }),
    });
    expect(status).toBe(1);
    expect(stderr).toContain('Too many requests: try again in 0 s. Nothing was done.');
  });

  test.for(['3600', 'soon', '-1', ''])(
    'when Retry-After is "%s", then the error is reported without a retry',
    async (seconds, { stage, expect }) => {
      const { status, stderr } = await stage.run({ to: await stage.serve(tooManyRequests(seconds)) });
      expect(status).toBe(1);
      expect(stderr).toContain('Nothing was done.');
    },
  );
});
