/** The real limit of 60 s. These tests only wait, while all others run: see vitest.config.ts. */
import { describe } from 'vitest';
import { NEW_PRIVATE_KEY, NO_API_KEY, ORG_ID } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest } from '../../support/program/programTest.ts';
import { hang, trickle } from '../../support/servers/serverBehaviors.ts';

const DEADLINE = /^Error: Post ".*": context deadline exceeded \(no complete response within 60 s\)\n/;

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test('when the server hangs, then the program gives up and the outcome is unknown', async ({
    stage,
    expect,
  }) => {
    const { status, stdout, stderr } = await stage.run({ to: await stage.serve(hang) });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(DEADLINE);
    expect(stderr).toContain(
      `The API key may have been created. The list of API keys could not be read (no response within 10 s). Before you try again, check with: atlas organizations apiKeys list --orgId ${ORG_ID}\n`,
    );
  });

  test('when the response never ends, then the program gives up and saves the bytes that arrived', async ({
    stage,
    expect,
  }) => {
    const start = `{"privateKey":"${NEW_PRIVATE_KEY}",`;
    const { status, stdout, stderr } = await stage.run({ to: await stage.serve(trickle(start)) });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(DEADLINE);
    expect(Object.values(stage.made())).toEqual([
      { text: expect.stringMatching(/^\{"privateKey":"\S+", +$/), mode: 0o600 },
    ]);
  });

  test('when the response with a token never ends, then the program gives up and nothing was created', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(hang, { requests: 1, unauthorized: trickle('{"access_token":"') });
    const { status, stdout, stderr } = await stage.run({
      to: server,
      env: { ...NO_API_KEY, MONGODB_ATLAS_CLIENT_ID: 'id', MONGODB_ATLAS_CLIENT_SECRET: 'secret' },
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      `Error: cannot get a token for the service account: Post "${server.url}api/oauth/token": context deadline exceeded (no complete response within 60 s)\nNo API key was created.\n`,
    );
  });
});
