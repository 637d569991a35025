/** Hints if credentials or an ID are missing: empty variables, and variables of other programs. */
import { describe, expect, test } from 'vitest';
import { CONFIG, HOME, KEYS } from '../support/fixtures.ts';
import { run } from '../support/inProcess/runCommand.ts';
import { COMPLETE, createWith } from '../support/inProcess/runCreate.ts';

const hintOf = async (env: Record<string, string>, toml?: string) => {
  const { status, stderr, system } = await createWith(COMPLETE, {
    env: { ...HOME, ...env },
    files: toml === undefined ? {} : { [CONFIG]: toml },
  });
  const [first, hint, end] = stderr.split('\n');
  expect([status, first, end, system.requests]).toEqual([
    1,
    'Error: this action requires authentication',
    '',
    [],
  ]);
  return hint;
};

const LACKS_PRIVATE =
  'private_api_key is missing: only public_api_key is set, by MONGODB_ATLAS_PUBLIC_API_KEY.';

describe('a variable that holds nothing', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'both halves are empty',
      { MONGODB_ATLAS_PUBLIC_API_KEY: '', MONGODB_ATLAS_PRIVATE_API_KEY: '' },
      'MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY are set but empty.',
    ],
    [
      'a client secret is blank',
      { MONGODB_ATLAS_CLIENT_SECRET: ' \t\n' },
      'MONGODB_ATLAS_CLIENT_SECRET is set but blank.',
    ],
    [
      'the private half is empty',
      { MONGODB_ATLAS_PUBLIC_API_KEY: 'kxqpbnyt', MONGODB_ATLAS_PRIVATE_API_KEY: '' },
      `${LACKS_PRIVATE} MONGODB_ATLAS_PRIVATE_API_KEY is set but empty.`,
    ],
    [
      'the private half is blank',
      { MONGODB_ATLAS_PUBLIC_API_KEY: 'kxqpbnyt', MONGODB_ATLAS_PRIVATE_API_KEY: '\r\n' },
      `${LACKS_PRIVATE} MONGODB_ATLAS_PRIVATE_API_KEY is set but blank.`,
    ],
    [
      'a token of the older prefix is empty',
      { MCLI_ACCESS_TOKEN: '' },
      'MCLI_ACCESS_TOKEN is set but empty.',
    ],
  ])('when %s, then the hint names it', async (_, env, hint) => {
    expect(await hintOf(env)).toBe(hint);
  });

  test('when the profile has credentials, then those are used', async () => {
    const toml = '[default]\npublic_api_key = "filepub"\nprivate_api_key = "filepriv"\n';
    const env = { ...HOME, MONGODB_ATLAS_PUBLIC_API_KEY: '', MONGODB_ATLAS_PRIVATE_API_KEY: ' ' };
    expect(await run(['auth', 'whoami'], { env, files: { [CONFIG]: toml } })).toMatchObject({
      stdout: 'Logged in as filepub key\n',
      stderr: '',
    });
  });

  test('when whoami finds no credentials, then the hint names it too', async () => {
    const env = { ...HOME, MONGODB_ATLAS_CLIENT_ID: '' };
    expect((await run(['auth', 'whoami'], { env })).stderr).toBe(
      'Error: not logged in with an Atlas account or API key\nMONGODB_ATLAS_CLIENT_ID is set but empty.\n',
    );
  });

  test('when a script sets up a profile, then the hint names it too', async () => {
    const env = { ...HOME, MONGODB_ATLAS_PUBLIC_API_KEY: 'kxqpbnyt', MONGODB_ATLAS_PRIVATE_API_KEY: '' };
    expect((await run(['config', 'init'], { env })).stderr).toContain(
      'or set MONGODB_ATLAS_PRIVATE_API_KEY. MONGODB_ATLAS_PRIVATE_API_KEY is set but empty.\n',
    );
  });
});

describe('a variable of another name', () => {
  test.each([
    ['MONGODB_ATLAS_PUBLIC_KEY', 'MONGODB_ATLAS_PUBLIC_API_KEY'],
    ['MONGODB_ATLAS_PRIVATE_KEY', 'MONGODB_ATLAS_PRIVATE_API_KEY'],
    ['MCLI_PUBLIC_KEY', 'MONGODB_ATLAS_PUBLIC_API_KEY'],
    ['MONGODB_PRIVATE_KEY', 'MONGODB_ATLAS_PRIVATE_API_KEY'],
    ['ATLAS_PUBLIC_KEY', 'MONGODB_ATLAS_PUBLIC_API_KEY'],
    ['MONGODB_ATLAS_API_PRIVATE_KEY', 'MONGODB_ATLAS_PRIVATE_API_KEY'],
    ['MONGODB_ATLAS_PRIVATE_APIKEY', 'MONGODB_ATLAS_PRIVATE_API_KEY'],
    ['MDB_MCP_API_CLIENT_ID', 'MONGODB_ATLAS_CLIENT_ID'],
    ['MDB_MCP_API_CLIENT_SECRET', 'MONGODB_ATLAS_CLIENT_SECRET'],
    ['MONGODB_ATLAS_CLIENTID', 'MONGODB_ATLAS_CLIENT_ID'],
    ['MONGODB_ATLAS_CLIENT_SECRT', 'MONGODB_ATLAS_CLIENT_SECRET'],
    ['mongodb_atlas_public_api_key', 'MONGODB_ATLAS_PUBLIC_API_KEY'],
  ])('when %s is set, then %s is named', async (name, right) => {
    expect(await hintOf({ [name]: 'canary' })).toBe(`Set ${right} instead of ${name}.`);
  });

  test("when Terraform's two are set, then both of ours are named", async () => {
    const env = { MONGODB_ATLAS_PUBLIC_KEY: 'canary', MONGODB_ATLAS_PRIVATE_KEY: 'canary' };
    expect(await hintOf(env)).toBe(
      'Set MONGODB_ATLAS_PUBLIC_API_KEY instead of MONGODB_ATLAS_PUBLIC_KEY, and MONGODB_ATLAS_PRIVATE_API_KEY instead of MONGODB_ATLAS_PRIVATE_KEY.',
    );
  });

  test('when one value has the right name, then the other one is named', async () => {
    const env = { MONGODB_ATLAS_PUBLIC_API_KEY: 'kxqpbnyt', MONGODB_ATLAS_PRIVATE_KEY: 'canary' };
    expect(await hintOf(env)).toBe(
      `${LACKS_PRIVATE} Set MONGODB_ATLAS_PRIVATE_API_KEY instead of MONGODB_ATLAS_PRIVATE_KEY.`,
    );
  });

  test.each([
    'GITHUB_CLIENT_ID',
    'PUBLIC_KEY',
    'MONGODB_URI',
    'MONGODB_ATLAS_OUTPUT',
    'MONGODB_ATLAS_PROFILE',
    'ATLAS_PROJECT_NAME',
    'ATLAS_REGION',
    'MONGODB_ATLAS_PUBLIC_IP',
    'ATLAS_P',
    'MDB_API',
  ])('when %s is set, then the hint does not name it', async (name) => {
    expect(await hintOf({ [name]: 'json' })).toMatch(/"atlas config init/);
  });

  test('when it is empty, then the hint does not name it', async () => {
    expect(await hintOf({ MONGODB_ATLAS_PUBLIC_KEY: '' })).toMatch(/^Run "atlas config init", or set /);
  });
});

test('when one value is set but invalid, then the error says so, and does not show it', async () => {
  const uuid = 'a2c1f6de-6a0c-4b2e-9d0d-2b54ef0f8a11';
  expect(await hintOf({ MONGODB_ATLAS_PUBLIC_API_KEY: uuid })).toBe(
    `${LACKS_PRIVATE} It contains a UUID, which is the form of a private key. Check whether MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY are swapped.`,
  );
});

test('when the profile has a space in its name, then the command in the hint can be pasted', async () => {
  expect(await hintOf({ MONGODB_ATLAS_PROFILE: 'my team' }, '[default]\noutput = "json"\n')).toContain(
    `run "atlas config init --profile 'my team'", or set `,
  );
});

describe('an ID', () => {
  const create = (env: Record<string, string>, config = '') =>
    createWith(['--role', 'ORG_OWNER', '--desc', 'ci'], {
      env: { ...HOME, ...KEYS, ...env },
      files: { [CONFIG]: config },
    });
  const MISSING = 'Error: required flag(s) "orgId" not set\n';

  test.each(['MONGODB_ATLAS_ORGID', 'MONGODB_ATLAS_ORGANIZATION_ID', 'MONGODB_ATLAS_ORG', 'ATLAS_ORG_ID'])(
    'when %s is set, then the right name is',
    async (name) => {
      expect((await create({ [name]: 'x' })).stderr).toBe(
        `${MISSING}Set MONGODB_ATLAS_ORG_ID instead of ${name}.\n`,
      );
    },
  );

  // A recorded case has exactly this line.
  test('when its variable is empty, then the error is the one of the Atlas CLI, without a hint', async () => {
    expect((await create({ MONGODB_ATLAS_ORG_ID: '' })).stderr).toBe(MISSING);
  });

  test('when its variable is blank, then that variable is named', async () => {
    expect((await create({ MONGODB_ATLAS_ORG_ID: ' ' })).stderr).toBe(
      "Error: the provided value ' ' is not a valid ID\nIt is the org_id from MONGODB_ATLAS_ORG_ID.\n",
    );
  });

  test('when the ID in the profile is invalid, then the error names the profile', async () => {
    expect((await create({}, '[default]\norg_id = "x"\n')).stderr).toBe(
      `Error: the provided value 'x' is not a valid ID\nIt is the org_id from profile "default" of ${CONFIG}.\n`,
    );
  });
});
