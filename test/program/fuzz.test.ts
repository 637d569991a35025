/** Random input for both builds, which also covers the runtimes. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe } from 'vitest';
import { anyAnswer, anyChallenge, anyConfig, anyEnvironment, anyWords } from '../support/arbitraries.ts';
import { expectCleanExit } from '../support/cleanExit.ts';
import { NEW_PRIVATE_KEY, ORG_ID, PRIVATE_KEY } from '../support/fixtures.ts';
import { BUILDS } from '../support/program/builds.ts';
import { CREATE, programTest } from '../support/program/programTest.ts';
import { body, created } from '../support/servers/serverBehaviors.ts';

/** How many runs each property has; that secrets do not leak is checked of each at the end of its test. */
// Whole programs, one after the other: on a busy machine that takes its time. One that hangs is ended on its own.
const RUNS = { numRuns: 12, endOnFailure: true };

const withoutNul = (words: readonly string[]): string[] =>
  // A lone surrogate cannot be an argument either.
  words.map((word) => word.replaceAll('\0', '').toWellFormed());

describe.concurrent.each(BUILDS)('$name', { timeout: 300_000 }, (build) => {
  const test = programTest(build);

  test('when the command line is anything, then the run ends cleanly', async ({ stage }) => {
    const to = await stage.serve(created, { requests: 'any' });
    await fc.assert(
      fc.asyncProperty(anyWords.map(withoutNul), async (argv) => {
        expectCleanExit(await stage.run({ to, argv, env: { MONGODB_ATLAS_ORG_ID: ORG_ID } }), argv);
      }),
      RUNS,
    );
  });

  test('when the environment contains anything, then the run ends cleanly', async ({ stage }) => {
    const { url } = await stage.serve(created, { requests: 'any' });
    await fc.assert(
      fc.asyncProperty(anyEnvironment, async (given) => {
        const entries = Object.entries(given).map(([name, value]) => [name, value.toWellFormed()]);
        const env = Object.fromEntries(entries);
        // Node itself crashes at its start in some locales that there are not.
        delete env.LC_ALL;
        // All requests must go to this server.
        if (
          env.MONGODB_ATLAS_OPS_MANAGER_URL === undefined ||
          /^https?:/.test(env.MONGODB_ATLAS_OPS_MANAGER_URL)
        )
          env.MONGODB_ATLAS_OPS_MANAGER_URL = url;
        expectCleanExit(await stage.run({ env: { HOME: stage.home, ...env } }), CREATE);
      }),
      RUNS,
    );
  });

  test('when the configuration file contains anything, then the run ends cleanly', async ({ stage }) => {
    const { url } = await stage.serve(created, { requests: 'any' });
    const config = anyConfig(PRIVATE_KEY).map((text) => text.replace('https://cloud.example.com/', url));
    await fc.assert(
      fc.asyncProperty(config, async (text) => {
        stage.put(join(stage.configFolder, 'config.toml'), text);
        const env = {
          MONGODB_ATLAS_PUBLIC_API_KEY: undefined,
          MONGODB_ATLAS_PRIVATE_API_KEY: undefined,
          MONGODB_ATLAS_OPS_MANAGER_URL: url,
        };
        expectCleanExit(await stage.run({ env }), CREATE);
      }),
      RUNS,
    );
  });

  test('when the server sends any challenge, then the run ends cleanly', async ({ stage, expect }) => {
    await fc.assert(
      fc.asyncProperty(anyChallenge, async (challenge) => {
        const header = Buffer.from(challenge.replace(/[^\t -~\u00a0-\u00ff]/g, '?'), 'latin1').toString(
          'latin1',
        );
        const to = await stage.serve(created, {
          requests: 'any',
          unauthorized: (response) =>
            response
              .writeHead(401, { 'content-type': 'application/json', 'www-authenticate': header })
              .end('{}'),
        });
        expectCleanExit(await stage.run({ to }), CREATE);
        expect(to.requests.length).toBeLessThanOrEqual(3);
      }),
      RUNS,
    );
  });

  test('when the response to a create is anything, then the run ends cleanly and a refusal leaves nothing', async ({
    stage,
    expect,
  }) => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, async ({ status, type, body: text }) => {
        const to = await stage.serve(body(text, type, status), { requests: 'any' });
        const end = await stage.run({ to });
        expectCleanExit(end, CREATE);
        expect(end.stderr).not.toContain(NEW_PRIVATE_KEY);
        if (status >= 300) expect(end.status).toBe(status < 500 ? 1 : 3);
      }),
      RUNS,
    );
  });

  test('when a shell completes any line, then it gets a directive and no request is sent', async ({
    stage,
    expect,
  }) => {
    const to = await stage.serve(created, { requests: 0 });
    await fc.assert(
      fc.asyncProperty(anyWords.map(withoutNul), async (words) => {
        const { status, stdout, stderr } = await stage.run({ to, argv: ['__complete', ...words, ''] });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(stdout).toMatch(/(^|\n):\d+\n$/);
      }),
      RUNS,
    );
  });
});
