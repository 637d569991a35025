/** Invalid credentials on both builds are neither sent nor shown. The hints can be pasted into a shell. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe } from 'vitest';
import { ORG_ID, PRIVATE_KEY_UUID, PUBLIC_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE, programTest } from '../../support/program/programTest.ts';
import { created, drop, json } from '../../support/servers/serverBehaviors.ts';

const SECRET_JSON = `{"publicKey":"kxqpbnyt","privateKey":"${PRIVATE_KEY_UUID}"}`;

const COMMANDS: readonly (readonly string[])[] = [CREATE, [...CREATE, '--dryRun'], ['auth', 'whoami']];

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test.for([
    ['swapped', PRIVATE_KEY_UUID, 'kxqpbnyt', 'a UUID, which is the form of a private key'],
    ['the JSON of a secret manager', SECRET_JSON, SECRET_JSON, 'JSON'],
    ['in quotes', '"kxqpbnyt"', PRIVATE_KEY_UUID, 'a value in quotes'],
    ['on two lines', `kxqpbnyt\n${PRIVATE_KEY_UUID.slice(0, 8)}`, PRIVATE_KEY_UUID, 'a line break'],
  ] as const)(
    'when the keys in the environment are %s, then nothing is sent or shown',
    async ([, owner, secret, what], { stage, expect }) => {
      const to = await stage.serve(created, { requests: 0 });
      const env = { MONGODB_ATLAS_PUBLIC_API_KEY: owner, MONGODB_ATLAS_PRIVATE_API_KEY: secret };
      for (const argv of COMMANDS) {
        const { status, stdout, stderr } = await stage.run({ argv, env, to });
        expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
        expect(stderr).toMatch(new RegExp(`^Error: MONGODB_ATLAS_PUBLIC_API_KEY contains ${what}\n.*\n$`));
        expect(stderr).not.toContain(PRIVATE_KEY_UUID.slice(0, 8));
      }
    },
  );

  test('when an earlier version saved a private key as the public one, then it is not shown', async ({
    stage,
    expect,
  }) => {
    stage.put(join(stage.configFolder, 'config.toml'), `[default]\npublic_api_key = "${PRIVATE_KEY_UUID}"\n`);
    const { status, stdout } = await stage.run({ argv: ['config', 'describe', 'default'] });
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'SETTING          VALUE\npublic_api_key   redacted\n',
    });
  });

  test('when the keys have white space and line ends around them, then they still work', async ({
    stage,
    expect,
  }) => {
    const { status, stderr } = await stage.run({
      env: { MONGODB_ATLAS_PUBLIC_API_KEY: `\u00a0${PUBLIC_KEY}\r\n` },
      to: await stage.serve(created),
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('when a CI job gets empty secrets, then their variables are named', async ({ stage, expect }) => {
    const { status, stderr } = await stage.run({
      env: { MONGODB_ATLAS_PUBLIC_API_KEY: '', MONGODB_ATLAS_PRIVATE_API_KEY: ' ' },
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'Error: this action requires authentication\nMONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY are set but blank.\n',
    });
  });

  test.for(['my team', "ada's", '$(id)', 'a;b', '*'])(
    'when the profile is named %s, then a shell accepts the command in the hint',
    async (name, { stage, expect }) => {
      const server = await stage.serve(drop);
      stage.put(
        join(stage.configFolder, 'config.toml'),
        `[${JSON.stringify(name)}]\noutput = "json"\n[other]\n`,
      );
      const { stderr } = await stage.run({ argv: [...CREATE, '-P', name], to: server });
      const [, command = ''] = /check with: atlas (.*)\n$/.exec(stderr) ?? [];
      const list = await stage.serve(json({ results: [], totalCount: 0 }));
      // The shell's words, one a line: what the program would get.
      const words = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
      const argv = words.split('\n').slice(0, -1);
      expect(argv).toEqual(['organizations', 'apiKeys', 'list', '--profile', name, '--orgId', ORG_ID]);
      const { status, stdout } = await stage.run({ argv, to: list });
      expect({ status, stdout: JSON.parse(stdout) }).toMatchObject({ status: 0, stdout: { results: [] } });
    },
  );
});
