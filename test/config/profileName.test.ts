/** Valid and invalid names of profiles. */
import { describe, expect, test } from 'vitest';
import { CONFIG, HOME, KEYS, ORG_ID } from '../support/fixtures.ts';
import { run } from '../support/inProcess/runCommand.ts';
import { COMPLETE } from '../support/inProcess/runCreate.ts';

const CREATE = ['organizations', 'apiKeys', 'create', ...COMPLETE];
const TEXT = `[default]\norg_id = "${ORG_ID}"\n\n["a.b"]\norg_id = "x"\n`;
const options = { env: { ...HOME, ...KEYS }, files: { [CONFIG]: TEXT } };
const refused = `Error: profile should not contain '.': "A.b"\n`;

describe('a name with a dot', () => {
  test.each<[string, string[]]>([
    ['create', [...CREATE, '--profile', 'A.b']],
    ['create, before the command', ['-P', 'A.b', ...CREATE]],
    ['list', ['organizations', 'list', '-PA.b']],
    ['whoami', ['auth', 'whoami', '--profile=A.b']],
    ['login', ['auth', 'login', '-P', 'A.b']],
    ['logout', ['auth', 'logout', '-P', 'A.b', '--force']],
    ['config init', ['config', 'init', '-P', 'A.b']],
    ['config set', ['config', 'set', 'org_id', ORG_ID, '-P', 'A.b']],
    ['config list', ['config', 'list', '-P', 'A.b']],
    ['config edit', ['config', 'edit', '-P', 'A.b']],
    ['config describe', ['config', 'describe', 'A.b']],
    ['config delete', ['config', 'delete', 'A.b', '--force']],
    ['config rename, as the old one', ['config', 'rename', 'A.b', 'c']],
    ['config rename, as the new one', ['config', 'rename', 'default', 'A.b']],
  ])(
    'when %s gets such a name, then it is refused with the Atlas CLI’s message, and nothing changes',
    async (_, argv) => {
      const { status, stdout, stderr, system } = await run(argv, options);
      expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: refused });
      expect(system.disk.get(CONFIG)?.text).toBe(TEXT);
    },
  );

  test('when --saveProfile gets such a name, then nothing is created', async () => {
    expect((await run([...CREATE, '--saveProfile', 'A.b'], options)).stderr).toBe(
      `${refused}Nothing was created.\n`,
    );
  });

  test.each(['MONGODB_ATLAS_PROFILE', 'MCLI_PROFILE'])(
    'when %s contains such a name, then the hint names the variable',
    async (name) => {
      const env = { ...options.env, [name]: 'A.b' };
      const stderr = `${refused}The name comes from ${name}.\n`;
      expect(await run(CREATE, { ...options, env })).toMatchObject({ status: 1, stderr });
      expect(await run(['config', 'list'], { ...options, env })).toMatchObject({ status: 1, stderr });
    },
  );

  test('when a flag names another profile, then the variable is ignored', async () => {
    const env = { ...options.env, MONGODB_ATLAS_PROFILE: 'A.b' };
    expect(await run(['config', 'list', '-P', 'default'], { ...options, env })).toMatchObject({ status: 0 });
  });

  test('when the only table has such a name, then it is refused, and the hint says what to do', async () => {
    const files = { [CONFIG]: '["A.b"]\n' };
    expect(await run(['config', 'set', 'org_id', ORG_ID], { ...options, files })).toMatchObject({
      status: 1,
      stderr: `Error: profile should not contain '.': "a.b"\nIt is the only profile in config.toml. Rename it with: atlas config edit\n`,
    });
  });

  test('when a shell completes a profile name, then no name with a dot is offered', async () => {
    expect((await run(['__complete', 'config', 'list', '-P', ''], options)).stdout).toMatch(/^default\n:/);
  });
});
