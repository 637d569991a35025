/** The output and files of a successful create. */
import { describe } from 'vitest';
import { NEW_PRIVATE_KEY, ORG_ID } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest } from '../../support/program/programTest.ts';
import { created } from '../../support/servers/serverBehaviors.ts';

const TEXT = `API Key '65f1a2b3c4d5e6f708192a3b' created.
Public API Key zmmrboas
Private API Key ${NEW_PRIVATE_KEY}
`;

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test('when a key is created into a pipe, then standard output contains the text and standard error nothing', async ({
    stage,
    expect,
  }) => {
    const result = await stage.run({ to: await stage.serve(created) });
    expect(result).toEqual({ status: 0, stdout: TEXT, stderr: '' });
  });

  test('when a key is created, then there is one authorized request', async ({ stage, expect }) => {
    const server = await stage.serve(created);
    await stage.run({ to: server });
    expect(server.requests.map(({ method, url, authorized }) => ({ method, url, authorized }))).toEqual([
      { method: 'POST', url: `/api/atlas/v2/orgs/${ORG_ID}/apiKeys`, authorized: undefined },
      { method: 'POST', url: `/api/atlas/v2/orgs/${ORG_ID}/apiKeys`, authorized: true },
    ]);
  });

  test('when a key is created, then no file is created', async ({ stage, expect }) => {
    await stage.run({ to: await stage.serve(created) });
    expect(stage.made()).toEqual({});
  });
});
