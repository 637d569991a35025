import { describe, expect, test } from 'vitest';
import { findCredentials } from '../../src/auth/credentials.ts';
import { loadSettings } from '../../src/config/settings.ts';
import { CONFIG, HOME, KEYS } from '../support/fixtures.ts';
import { fakeSystem } from '../support/inProcess/fakeSystem.ts';
import { COMPLETE, createWith } from '../support/inProcess/runCreate.ts';

const PROFILE = `[default]
public_api_key = "filepub"
private_api_key = "filepriv"
`;

const found = async (env: Record<string, string>, toml?: string) => {
  const system = fakeSystem({
    env: { ...HOME, ...env },
    files: toml === undefined ? {} : { [CONFIG]: toml },
  });
  return findCredentials(system, await loadSettings(system, undefined));
};

const errorOf = async (env: Record<string, string>, toml?: string) =>
  (
    await createWith(COMPLETE, {
      env: { ...HOME, ...env },
      files: toml === undefined ? {} : { [CONFIG]: toml },
    })
  ).stderr;

test('when both values are in the environment, then they are used, with that origin', async () => {
  expect(
    await found(
      { MONGODB_ATLAS_PUBLIC_API_KEY: 'envpub', MONGODB_ATLAS_PRIVATE_API_KEY: 'envpriv' },
      PROFILE,
    ),
  ).toEqual({
    kind: 'api_keys',
    identifier: 'envpub',
    secret: 'envpriv',
    isGov: false,
    origin: { kind: 'variable', name: 'MONGODB_ATLAS_PUBLIC_API_KEY' },
  });
});

test('when the two values have different prefixes, then they are one pair', async () => {
  expect(await found({ MCLI_PUBLIC_API_KEY: 'old', MONGODB_ATLAS_PRIVATE_API_KEY: 'new' })).toMatchObject({
    identifier: 'old',
    secret: 'new',
    origin: { name: 'MCLI_PUBLIC_API_KEY' },
  });
});

test('when only the profile contains a pair, then it is used, with that origin', async () => {
  expect(await found({}, PROFILE)).toEqual({
    kind: 'api_keys',
    identifier: 'filepub',
    secret: 'filepriv',
    isGov: false,
    origin: { kind: 'profile', name: 'default', path: CONFIG },
  });
});

test.each([
  ['public_api_key', 'private_api_key'],
  ['client_secret', 'client_id'],
  ['access_token', 'refresh_token'],
])('when the environment has only %s, then the profile is not used', async (set, missing) => {
  const name = `MONGODB_ATLAS_${set.toUpperCase()}`;
  expect(await errorOf({ [name]: 'canary' }, PROFILE)).toBe(
    `Error: this action requires authentication\n${missing} is missing: only ${set} is set, by ${name}.\n`,
  );
});

test('when the environment contains a complete and an incomplete pair, then the complete one is used', async () => {
  const env = { ...KEYS, MONGODB_ATLAS_CLIENT_ID: 'id' };
  expect(await found(env, PROFILE)).toMatchObject({ identifier: KEYS.MONGODB_ATLAS_PUBLIC_API_KEY });
});

test('when each source contains one value, then they are not combined', async () => {
  expect(
    await errorOf({ MONGODB_ATLAS_PUBLIC_API_KEY: 'envpub' }, '[default]\nprivate_api_key = "filepriv"\n'),
  ).toMatch(/^Error: this action requires authentication\n/);
});

test.each([
  [
    'MONGODB_ATLAS_PUBLIC_API_KEY',
    'private_api_key is missing: only public_api_key is set, by MONGODB_ATLAS_PUBLIC_API_KEY.',
  ],
  [
    'MONGODB_ATLAS_PRIVATE_API_KEY',
    'public_api_key is missing: only private_api_key is set, by MONGODB_ATLAS_PRIVATE_API_KEY.',
  ],
  [
    'MCLI_PRIVATE_API_KEY',
    'public_api_key is missing: only private_api_key is set, by MCLI_PRIVATE_API_KEY.',
  ],
])('when only %s is set, then the error names the missing value and not the value', async (name, hint) => {
  expect(await errorOf({ [name]: 'canary' })).toBe(`Error: this action requires authentication\n${hint}\n`);
});

test('when the profile contains one value, then the error names the profile and its file', async () => {
  expect(await errorOf({}, '[default]\npublic_api_key = "filepub"\n')).toBe(
    `Error: this action requires authentication\nprivate_api_key is missing: only public_api_key is set, by profile "default" of ${CONFIG}.\n`,
  );
});

test('when a value is empty, then it counts as missing', async () => {
  expect(await errorOf({ MONGODB_ATLAS_PUBLIC_API_KEY: 'x', MONGODB_ATLAS_PRIVATE_API_KEY: '' })).toContain(
    'private_api_key is missing',
  );
});

test('when the file has no credentials, then the hint names the profile', async () => {
  expect(await errorOf({ MONGODB_ATLAS_PROFILE: 'ci' }, '[default]\norg_id = "x"\n')).toContain(
    `\nProfile "ci" of ${CONFIG} has no credentials: run "atlas config init --profile ci", or set `,
  );
});

describe('several kinds', () => {
  const KEYS_LINES = 'public_api_key = "pub"\nprivate_api_key = "priv"\n';
  const ACCOUNT_LINES = 'client_id = "id"\nclient_secret = "secret"\n';
  const SESSION_LINES = 'access_token = "access"\nrefresh_token = "refresh"\n';
  const ALL = SESSION_LINES + KEYS_LINES + ACCOUNT_LINES;
  const kindOf = async (lines: string, env: Record<string, string> = {}) =>
    (await found(env, `[default]\n${lines}`)).kind;

  test.each([
    ['all', ALL, 'service_account'],
    ['an API key and a session', SESSION_LINES + KEYS_LINES, 'api_keys'],
    ['a session', SESSION_LINES, 'user_account'],
    ['half a service account and a session', `client_id = "id"\n${SESSION_LINES}`, 'user_account'],
  ])('when there is %s and no auth_type, then the first complete one is used', async (_, lines, kind) => {
    expect(await kindOf(lines)).toBe(kind);
  });

  test.each([
    ['service_account', 'service_account'],
    ['api_keys', 'api_keys'],
    ['user_account', 'user_account'],
    ['something_else', 'service_account'],
    ['', 'service_account'],
  ])('when all are there and auth_type is "%s", then %s is used', async (type, kind) => {
    expect(await kindOf(`auth_type = "${type}"\n${ALL}`)).toBe(kind);
  });

  test('when auth_type names a kind that is not complete, then another one is used', async () => {
    expect(await kindOf(`auth_type = "user_account"\naccess_token = "a"\n${KEYS_LINES}`)).toBe('api_keys');
  });

  test('when the environment sets auth_type, then it applies to the profile too', async () => {
    expect(await kindOf(ALL, { MONGODB_ATLAS_AUTH_TYPE: 'api_keys' })).toBe('api_keys');
  });

  test('when the environment has credentials, then the auth_type of the profile does not apply to them', async () => {
    const env = { MONGODB_ATLAS_PUBLIC_API_KEY: 'envpub', MONGODB_ATLAS_PRIVATE_API_KEY: 'envpriv' };
    expect(await found(env, `[default]\nauth_type = "user_account"\n${ALL}`)).toMatchObject({
      kind: 'api_keys',
      identifier: 'envpub',
    });
  });

  test('when both contain credentials, then those of the environment are used, whatever their kind', async () => {
    const env = { MONGODB_ATLAS_ACCESS_TOKEN: 'a', MONGODB_ATLAS_REFRESH_TOKEN: 'r' };
    expect(await found(env, `[default]\n${ALL}`)).toEqual({
      kind: 'user_account',
      identifier: 'a',
      secret: 'r',
      isGov: false,
      origin: { kind: 'variable', name: 'MONGODB_ATLAS_ACCESS_TOKEN' },
    });
  });

  test.each([
    ['client_id', 'client_secret'],
    ['client_secret', 'client_id'],
    ['access_token', 'refresh_token'],
    ['refresh_token', 'access_token'],
  ])(
    'when the profile contains only %s, then the error names %s, and where the other came from',
    async (field, missing) => {
      expect(await errorOf({}, `[default]\n${field} = "canary"\n`)).toBe(
        `Error: this action requires authentication\n${missing} is missing: only ${field} is set, by profile "default" of ${CONFIG}.\n`,
      );
    },
  );

  test('when two pairs are incomplete, then the error is about the one that auth_type selects', async () => {
    expect(
      await errorOf({}, '[default]\nauth_type = "user_account"\nclient_id = "x"\naccess_token = "y"\n'),
    ).toContain('\nrefresh_token is missing: ');
  });
});
