import { describe, expect, test } from 'vitest';
import { describeOrigin, loadSettings, type Settings } from '../../src/config/settings.ts';
import { fakeSystem } from '../support/fakeSystem.ts';
import { CONFIG, create, createWith, HOME, KEYS, ORG, OTHER_ORG, withKeys } from '../support/runCreate.ts';

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
  ])('when a value stands in %s, then the right one wins', async (_, env, expected) => {
    expect(await orgId(toml, env)).toBe(expected);
  });

  test('when a value is empty in the file, then it counts as not set', async () => {
    expect(await orgId('[default]\norg_id = ""\n')).toBeUndefined();
  });

  test('when it stands nowhere, then there is none', async () => {
    expect(await orgId(undefined)).toBeUndefined();
  });

  test('when variables are spelled in lower case, then they are not ours', async () => {
    expect(await orgId(toml, { mongodb_atlas_org_id: 'x' })).toBe('file');
  });

  test('when a source is asked alone, then the other does not answer for it', async () => {
    const settings = await load(toml, { MCLI_PROJECT_ID: 'p' });
    expect([settings.fromEnvironment('org_id'), settings.fromProfile('project_id')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('when a value is found, then its origin is known in words', async () => {
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
  const errorOf = async (toml: string, flag?: string) =>
    load(toml, {}, flag).then(
      () => 'no error',
      (error: Error) => error.message,
    );

  test.each([
    ['[default]\norg_id = 5\n', 2, 'org_id'],
    ['[default]\n\n  private_api_key = true\n', 3, 'private_api_key'],
    ['[default]\npublic_api_key = ["a"]\n', 2, 'public_api_key'],
    ['[default]\nOutput = {a = 1}\n', 2, 'output'],
    ['[default]\n"service" = 2026-01-02\n', 2, 'service'],
    ['default.org_id = 5\n', 1, 'org_id'],
    ['[default]\r\norg_id = 5\r\n', 2, 'org_id'],
    ['# org_id = "x"\n[default]\norg_id = 5\n', 3, 'org_id'],
  ])('when the file is %j, then the error names line %i and %s', async (toml, line, property) => {
    expect(await errorOf(toml)).toBe(
      `cannot read ${CONFIG}, line ${line}: ${property} must be text, in quotes`,
    );
  });

  test('when another profile has the property in order, then the line is the one of the wrong profile', async () => {
    expect(await errorOf('[default]\norg_id = "x"\n\n[ci]\norg_id = 5\n', 'ci')).toBe(
      `cannot read ${CONFIG}, line 5: org_id must be text, in quotes`,
    );
  });

  test('when it is in another profile, then nobody complains', async () => {
    expect(await errorOf('[default]\norg_id = "x"\n[ci]\norg_id = 5\n')).toBe('no error');
  });

  test('when it is a property that the program does not read, then nobody complains', async () => {
    expect(await errorOf('[default]\ntelemetry_enabled = false\n')).toBe('no error');
  });

  test('when a secret has the wrong type, then its value is not said', async () => {
    expect(await errorOf('[default]\nprivate_api_key = 47114711\n')).not.toContain('4711');
  });
});

describe('in a whole run', () => {
  const urlOf = (run: Awaited<ReturnType<typeof create>>) => run.system.requests[0]?.url;
  const files = { [CONFIG]: `[default]\norg_id = "${OTHER_ORG}"\noutput = "json"\n` };

  test('when flag, variable and profile name an organisation, then the flag wins', async () => {
    expect(urlOf(await create({ files, env: { MONGODB_ATLAS_ORG_ID: OTHER_ORG } }))).toContain(
      `/orgs/${ORG}/`,
    );
  });

  test('when the flag is empty, then the variable is used', async () => {
    const run = await createWith(
      ['--role', 'A', '--desc', 'd', '--orgId', ''],
      withKeys({ env: { MCLI_ORG_ID: ORG } }),
    );
    expect(urlOf(run)).toContain(`/orgs/${ORG}/`);
  });

  test('when only the profile names an organisation, then it is used', async () => {
    expect(urlOf(await createWith(['--role', 'A', '--desc', 'd'], withKeys({ files })))).toContain(
      `/orgs/${OTHER_ORG}/`,
    );
  });

  test('when the profile names an output, then it is used', async () => {
    expect((await create({ files })).stdout).toMatch(/^\{\n {2}"desc"/);
  });

  test('when flag and profile name an output, then the flag wins', async () => {
    expect((await create({ files }, ['-o', 'plaintext'])).stdout).toMatch(/^API Key/);
  });

  test('when -o is given as nothing, then it wins over the profile and means text', async () => {
    expect((await create({ files }, ['-o', ''])).stdout).toMatch(/^API Key/);
  });

  test('when -P names a profile, then all settings come from it', async () => {
    const toml = `[default]\norg_id = "bad"\n[ci]\norg_id = "${OTHER_ORG}"\npublic_api_key = "cikey"\nprivate_api_key = "${KEYS.MONGODB_ATLAS_PRIVATE_API_KEY}"\n`;
    const { replies = [] } = withKeys();
    const run = await createWith(['--role', 'A', '--desc', 'd', '-P', 'CI'], {
      env: HOME,
      files: { [CONFIG]: toml },
      replies,
    });
    expect(urlOf(run)).toContain(`/orgs/${OTHER_ORG}/`);
    expect(run.system.requests[1]?.headers['authorization']).toContain('username="cikey"');
  });

  test('when the configuration is broken, then the run ends before any request', async () => {
    const run = await create({ files: { [CONFIG]: '[' }, replies: [] });
    expect(run.exit).toBe(1);
    expect(run.stderr).toMatch(/^Error: cannot read \S+config\.toml, line 1: /);
  });
});
