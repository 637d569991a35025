/** Errors on this machine are found before a request is sent. */
import { join } from 'node:path';
import { describe } from 'vitest';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE, programTest, type RunOptions, type Stage } from '../../support/program/programTest.ts';
import { created } from '../../support/servers/serverBehaviors.ts';

type Wrong = readonly [string, (stage: Stage) => RunOptions, string | RegExp];

const config = (stage: Stage, text: string): RunOptions => {
  stage.put(join(stage.configFolder, 'config.toml'), text);
  return {};
};

const without = (flag: string): string[] =>
  CREATE.filter((_, index) => CREATE[index] !== flag && CREATE[index - 1] !== flag);

const WRONG: readonly Wrong[] = [
  ['--desc is missing', () => ({ argv: without('--desc') }), 'required flag(s) "desc" not set'],
  ['--role is missing', () => ({ argv: without('--role') }), 'required flag(s) "role" not set'],
  ['--orgId is missing', () => ({ argv: without('--orgId') }), 'required flag(s) "orgId" not set'],
  [
    'the ID is none',
    () => ({ argv: [...CREATE, '--orgId', '17'] }),
    "the provided value '17' is not a valid ID",
  ],
  ['a flag is unknown', () => ({ argv: [...CREATE, '--rolle'] }), 'unknown flag: --rolle'],
  [
    'the private key is missing',
    () => ({ env: { MONGODB_ATLAS_PRIVATE_API_KEY: undefined } }),
    'this action requires authentication',
  ],
  [
    'the address is none',
    () => ({ env: { MONGODB_ATLAS_OPS_MANAGER_URL: 'http://' } }),
    'parse "http://": not a URL',
  ],
  [
    'the address is of another protocol',
    () => ({ env: { MONGODB_ATLAS_OPS_MANAGER_URL: 'ftp://127.0.0.1/' } }),
    'unsupported protocol scheme "ftp"',
  ],
  [
    'a property is no text',
    (stage) => config(stage, '[default]\noutput = 17\n'),
    /config\.toml, line 2: output must be a string in quotes/,
  ],
];

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test.for(WRONG)('when %s, then no request is sent', async ([, options, message], { stage, expect }) => {
    const { status, stdout, stderr } = await stage.run({
      to: await stage.serve(created, { requests: 0 }),
      ...options(stage),
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^Error: /);
    expect(stderr).toMatch(message);
  });

  // Node leaves nothing by which a closed stream can be told from the null device of a parent.
  test.runIf(build.name === 'dist/atlas').for(['full', 'stuck', 'broken', 'closed'] as const)(
    'when standard output is closed and standard error %s, then no request is sent',
    async (stderr, { stage, expect }) => {
      const { status } = await stage.run({
        to: await stage.serve(created, { requests: 0 }),
        stdout: 'closed',
        stderr,
      });
      expect(status).toBe(1);
    },
  );

  test.runIf(build.name === 'dist/atlas')(
    'when standard output is closed, then a message says so, and no request is sent',
    async ({ stage, expect }) => {
      const { status, stderr } = await stage.run({
        to: await stage.serve(created, { requests: 0 }),
        stdout: 'closed',
      });
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: 'Error: standard output is closed\nThe private key would be lost, so nothing was created.\n',
      });
    },
  );

  test('when standard output is the null device, then a key is created', async ({ stage, expect }) => {
    const { status, stderr } = await stage.run({ to: await stage.serve(created), stdout: 'ignored' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.for(['full', 'stuck', 'broken', 'closed'] as const)(
    'when only standard error is %s, then the key is printed',
    async (stderr, { stage, expect }) => {
      const { status, stdout } = await stage.run({ to: await stage.serve(created), stderr });
      expect(stdout).toContain('Private API Key ');
      expect(status).toBe(0);
    },
  );
});
