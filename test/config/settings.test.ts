import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/base/errors.ts';
import { describeOrigin } from '../../src/config/origin.ts';
import { loadSettings, type Property, type Settings } from '../../src/config/settings.ts';
import { CONFIG, HOME, KEYS, NEW_KEY_TEXT, ORG_ID, OTHER_ORG_ID } from '../support/fixtures.ts';
import { type FakeOptions, fakeSystem } from '../support/inProcess/fakeSystem.ts';
import { run } from '../support/inProcess/runCommand.ts';
import { COMPLETE, create, createWith, withKeys } from '../support/inProcess/runCreate.ts';

const load = (toml: string | undefined, env: Record<string, string> = {}, flag?: string): Promise<Settings> =>
  loadSettings(
    fakeSystem({ env: { ...HOME, ...env }, files: toml === undefined ? {} : { [CONFIG]: toml } }),
    flag,
  );

const orgId = async (...given: Parameters<typeof load>) => (await load(...given)).get('org_id')?.value;

describe('precedence', () => {
  const toml = '[default]\norg_id = "file"\n';

  test.each<[string, Record<string, string>, string]>([
    ['both variables and the file', { MONGODB_ATLAS_ORG_ID: 'new', MCLI_ORG_ID: 'old' }, 'new'],
    ['the older variable and the file', { MCLI_ORG_ID: 'old' }, 'old'],
    ['only the file', {}, 'file'],
    ['an empty newer variable and the older one', { MONGODB_ATLAS_ORG_ID: '', MCLI_ORG_ID: 'old' }, 'old'],
    ['empty variables and the file', { MONGODB_ATLAS_ORG_ID: '', MCLI_ORG_ID: '' }, 'file'],
  ])('when a value is in %s, then the right one wins', async (_, env, expected) => {
    expect(await orgId(toml, env)).toBe(expected);
  });

  test('when a value is empty in the file, then it counts as not set', async () => {
    expect(await orgId('[default]\norg_id = ""\n')).toBeUndefined();
  });

  test('when it is set nowhere, then there is none', async () => {
    expect(await orgId(undefined)).toBeUndefined();
  });

  test('when variables are in lower case, then they are ignored', async () => {
    expect(await orgId(toml, { mongodb_atlas_org_id: 'x' })).toBe('file');
  });

  test('when only one source is asked, then the other one is ignored', async () => {
    const settings = await load(toml, { MCLI_PROJECT_ID: 'p' });
    expect([settings.fromEnvironment('org_id'), settings.fromProfile('project_id')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('when a value is found, then its origin is described', async () => {
    const settings = await load(toml, { MCLI_PROJECT_ID: 'p' });
    const words = (['org_id', 'project_id'] as const).map((name) => {
      const setting = settings.get(name);
      return setting && describeOrigin(setting.origin);
    });
    expect(words).toEqual([`profile "default" of ${CONFIG}`, 'MCLI_PROJECT_ID']);
  });
});

describe('the choice of the profile', () => {
  const two = '[default]\norg_id = "d"\n[ci]\norg_id = "c"\n';

  test.each<[string, Parameters<typeof load>, string | undefined, string]>([
    ['nothing names one', [two], 'd', 'default'],
    ['the flag names one', [two, {}, 'ci'], 'c', 'ci'],
    ['the flag names one in capitals', [two, {}, 'CI'], 'c', 'ci'],
    ['a variable names one', [two, { MONGODB_ATLAS_PROFILE: 'ci' }], 'c', 'ci'],
    ['the older variable names one', [two, { MCLI_PROFILE: 'CI' }], 'c', 'ci'],
    ['both variables name one', [two, { MONGODB_ATLAS_PROFILE: 'ci', MCLI_PROFILE: 'default' }], 'c', 'ci'],
    ['flag and variable name one', [two, { MONGODB_ATLAS_PROFILE: 'ci' }, 'default'], 'd', 'default'],
    ['the flag is empty', [two, { MONGODB_ATLAS_PROFILE: 'ci' }, ''], 'c', 'ci'],
    ['flag and variable are empty', [two, { MONGODB_ATLAS_PROFILE: '' }, ''], 'd', 'default'],
    ['the flag names one that is not there', [two, {}, 'nope'], undefined, 'nope'],
    ['there is only one, of another name', ['[ci]\norg_id = "c"\n'], 'c', 'ci'],
    ['there is only one, in capitals', ['[CI]\norg_id = "c"\n'], 'c', 'ci'],
    [
      'there is only one, but another is asked for',
      ['[ci]\norg_id = "c"\n', {}, 'default'],
      undefined,
      'default',
    ],
    ['there are two without default', ['[a]\norg_id = "a"\n[b]\norg_id = "b"\n'], undefined, 'default'],
    ['there is no file', [undefined], undefined, 'default'],
  ])('when %s, then that is the profile', async (_, given, value, name) => {
    const settings = await load(...given);
    expect([settings.get('org_id')?.value, settings.profileName]).toEqual([value, name]);
  });
});

describe('a property of the wrong type', () => {
  const errorOf = async (toml: string, property: Property, flag?: string, env?: Record<string, string>) =>
    load(toml, env, flag).then(({ get }) => {
      try {
        return get(property)?.value ?? 'not set';
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        return (error as ConfigError).message;
      }
    });

  test.each<[string, number, Property]>([
    ['[default]\norg_id = 5\n', 2, 'org_id'],
    ['[default]\n\n  private_api_key = true\n', 3, 'private_api_key'],
    ['[default]\npublic_api_key = ["a"]\n', 2, 'public_api_key'],
    ['[default]\nOutput = {a = 1}\n', 2, 'output'],
    ['[default]\n"service" = 2026-01-02\n', 2, 'service'],
    ['default.org_id = 5\n', 1, 'org_id'],
    ['[default]\r\norg_id = 5\r\n', 2, 'org_id'],
    ['# org_id = "x"\n[default]\norg_id = 5\n', 3, 'org_id'],
  ])('when the file is %j, then the error names line %i and %s', async (toml, line, property) => {
    expect(await errorOf(toml, property)).toBe(
      `cannot read ${CONFIG}, line ${line}: ${property} must be a string in quotes`,
    );
  });

  test('when another profile has a valid value for the property, then the line is the one of the invalid value', async () => {
    expect(await errorOf('[default]\norg_id = "x"\n\n[ci]\norg_id = 5\n', 'org_id', 'ci')).toBe(
      `cannot read ${CONFIG}, line 5: org_id must be a string in quotes`,
    );
  });

  test('when it is in another profile, then there is no error', async () => {
    expect(await errorOf('[default]\norg_id = "x"\n[ci]\norg_id = 5\n', 'org_id')).toBe('x');
  });

  test('when another property is requested, then there is no error', async () => {
    expect(await errorOf('[default]\norg_id = 5\noutput = "json"\n', 'output')).toBe('json');
  });

  test('when a variable sets the property, then there is no error', async () => {
    const env = { MONGODB_ATLAS_ORG_ID: 'v' };
    expect(await errorOf('[default]\norg_id = 5\n', 'org_id', undefined, env)).toBe('v');
  });

  test('when a secret has the wrong type, then the error does not contain its value', async () => {
    expect(await errorOf('[default]\nprivate_api_key = 47114711\n', 'private_api_key')).not.toContain('4711');
  });
});

describe('in a whole run', () => {
  const urlOf = (run: Awaited<ReturnType<typeof create>>) => run.system.requests[0]?.url;
  const files = { [CONFIG]: `[default]\norg_id = "${OTHER_ORG_ID}"\noutput = "json"\n` };

  test('when flag, variable and profile name an organization, then the flag is used', async () => {
    expect(urlOf(await create({ files, env: { MONGODB_ATLAS_ORG_ID: OTHER_ORG_ID } }))).toContain(
      `/orgs/${ORG_ID}/`,
    );
  });

  test('when the flag is empty, then the variable is used', async () => {
    const run = await createWith(
      ['--role', 'A', '--desc', 'd', '--orgId', ''],
      withKeys({ env: { MCLI_ORG_ID: ORG_ID } }),
    );
    expect(urlOf(run)).toContain(`/orgs/${ORG_ID}/`);
  });

  test('when only the profile names an organization, then it is used', async () => {
    expect(urlOf(await createWith(['--role', 'A', '--desc', 'd'], withKeys({ files })))).toContain(
      `/orgs/${OTHER_ORG_ID}/`,
    );
  });

  test('when the profile names an output format, then it is used', async () => {
    expect((await create({ files })).stdout).toMatch(/^\{\n {2}"desc"/);
  });

  test('when flag and profile name an output format, then the flag is used', async () => {
    expect((await create({ files }, ['-o', 'plaintext'])).stdout).toMatch(/^API Key/);
  });

  test('when -o is empty, then it overrides the profile and means plain text', async () => {
    expect((await create({ files }, ['-o', ''])).stdout).toMatch(/^API Key/);
  });

  test('when -P names a profile, then all settings come from it', async () => {
    const toml = `[default]\norg_id = "bad"\n[ci]\norg_id = "${OTHER_ORG_ID}"\npublic_api_key = "cikey"\nprivate_api_key = "${KEYS.MONGODB_ATLAS_PRIVATE_API_KEY}"\n`;
    const { responses = [] } = withKeys();
    const run = await createWith(['--role', 'A', '--desc', 'd', '-P', 'CI'], {
      env: HOME,
      files: { [CONFIG]: toml },
      responses,
    });
    expect(urlOf(run)).toContain(`/orgs/${OTHER_ORG_ID}/`);
    expect(run.system.requests[1]?.headers['authorization']).toContain('username="cikey"');
  });
});

describe('a configuration file that cannot be used', () => {
  const broken = { files: { [CONFIG]: '[default]\n<\n' } };
  const problem = `cannot read ${CONFIG}, line 2: Unknown character "<"`;
  const warning = `Warning: ${problem}; config.toml is ignored, because this run does not need it\n`;
  const error = `Error: ${problem}\nCorrect that line, or move the file away and set the MONGODB_ATLAS_… variables instead.\n`;
  const env = { ...HOME, ...KEYS };

  test.each<[string, FakeOptions, string]>([
    ['is not TOML', broken, problem],
    [
      'is not UTF-8',
      { files: { [CONFIG]: Uint8Array.of(0x0a, 0x23, 0xe9) } },
      `cannot read ${CONFIG}, line 2: the text is not UTF-8`,
    ],
    ['may not be read', { unreadable: { [CONFIG]: 'EACCES' } }, `cannot read ${CONFIG}: permission denied`],
    ['is a folder', { unreadable: { [CONFIG]: 'EISDIR' } }, `cannot read ${CONFIG}: it is a folder`],
    [
      'is a link to itself',
      { unreadable: { [CONFIG]: 'ELOOP' } },
      `cannot read ${CONFIG}: its symbolic links lead in a circle`,
    ],
    [
      'has one table, whose name no profile can have',
      { files: { [CONFIG]: '["a.b"]\n' } },
      `profile should not contain '.': "a.b"`,
    ],
  ])(
    'when the file %s, and the run does not need it, then a warning says that it is ignored',
    async (_, options, why) => {
      expect(await create(options)).toMatchObject({
        status: 0,
        stdout: NEW_KEY_TEXT,
        stderr: `Warning: ${why}; config.toml is ignored, because this run does not need it\n`,
      });
    },
  );

  test.each<[string, string[], Record<string, string>]>([
    ['the credentials', [...COMPLETE], HOME],
    ['the ID', ['--role', 'A', '--desc', 'd'], env],
    ['the profile that a flag names', [...COMPLETE, '-P', 'default'], env],
    ['the profile that a variable names', [...COMPLETE], { ...env, MONGODB_ATLAS_PROFILE: 'ci' }],
    ['the profile that an older variable names', [...COMPLETE], { ...env, MCLI_PROFILE: 'ci' }],
  ])(
    'when the run needs %s from the file, then there is an error before any request',
    async (_, flags, env) => {
      expect(await createWith(flags, { ...broken, env })).toMatchObject({
        status: 1,
        stdout: '',
        stderr: error,
      });
    },
  );

  test('when only one field of credentials is set, then the error says so', async () => {
    const half = { ...HOME, MONGODB_ATLAS_PUBLIC_API_KEY: 'kxqpbnyt' };
    expect((await createWith(COMPLETE, { ...broken, env: half })).stderr).toMatch(
      /^Error: this action requires authentication\nprivate_api_key is missing/,
    );
  });

  test('when something else is wrong, then only an error says so', async () => {
    const flags = COMPLETE.filter((_, at) => at > 1);
    expect((await createWith(flags, { ...broken, env })).stderr).toBe(
      'Error: required flag(s) "role" not set\n',
    );
  });

  test('when --dryRun is set, then the dry run succeeds, with the warning', async () => {
    const { status, stdout, stderr } = await create({ ...broken, responses: [] }, ['--dryRun']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: warning });
    expect(stdout).toMatch(/host +the default\n/);
  });

  test('when whoami runs, then it uses the environment, or fails with the error of the file', async () => {
    expect(await run(['auth', 'whoami'], { ...broken, env })).toMatchObject({
      status: 0,
      stdout: 'Logged in as kxqpbnyt key\n',
      stderr: warning,
    });
    expect(await run(['auth', 'whoami'], { ...broken, env: HOME })).toMatchObject({
      status: 1,
      stderr: error,
    });
  });

  test.each([
    [['config', 'list']],
    [['config', 'describe', 'default']],
    [['config', 'set', 'org_id', ORG_ID]],
    [['config', 'rename', 'a', 'b']],
    [['config', 'delete', 'a', '--force']],
    [['auth', 'logout', '--force']],
  ])('when %j runs, which needs the file, then there is an error', async (argv) => {
    expect(await run(argv, { ...broken, env })).toMatchObject({ status: 1, stdout: '', stderr: error });
  });
});
