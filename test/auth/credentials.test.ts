import { expect, test } from 'vitest';
import { findCredentials } from '../../src/auth/credentials.ts';
import { loadSettings } from '../../src/config/settings.ts';
import { fakeSystem } from '../support/fakeSystem.ts';
import { COMPLETE, CONFIG, createWith, HOME } from '../support/runCreate.ts';

const PROFILE = `[default]
public_api_key = "filepub"
private_api_key = "filepriv"
`;

const found = async (env: Record<string, string>, toml?: string) =>
  findCredentials(
    await loadSettings(
      fakeSystem({ env: { ...HOME, ...env }, files: toml === undefined ? {} : { [CONFIG]: toml } }),
      undefined,
    ),
  );

const errorOf = async (env: Record<string, string>, toml?: string) =>
  (
    await createWith(COMPLETE, {
      env: { ...HOME, ...env },
      files: toml === undefined ? {} : { [CONFIG]: toml },
    })
  ).stderr;

test('when both halves stand in the environment, then they are used, and are known to come from there', async () => {
  expect(
    await found(
      { MONGODB_ATLAS_PUBLIC_API_KEY: 'envpub', MONGODB_ATLAS_PRIVATE_API_KEY: 'envpriv' },
      PROFILE,
    ),
  ).toEqual({
    kind: 'apiKeys',
    publicKey: 'envpub',
    privateKey: 'envpriv',
    origin: { kind: 'variable', name: 'MONGODB_ATLAS_PUBLIC_API_KEY' },
  });
});

test('when the halves stand under the two prefixes, then they are one pair', async () => {
  expect(await found({ MCLI_PUBLIC_API_KEY: 'old', MONGODB_ATLAS_PRIVATE_API_KEY: 'new' })).toMatchObject({
    publicKey: 'old',
    privateKey: 'new',
    origin: { name: 'MCLI_PUBLIC_API_KEY' },
  });
});

test('when only the profile holds a pair, then it is used, and is known to come from there', async () => {
  expect(await found({}, PROFILE)).toEqual({
    kind: 'apiKeys',
    publicKey: 'filepub',
    privateKey: 'filepriv',
    origin: { kind: 'profile', name: 'default', path: CONFIG },
  });
});

test('when the environment holds one half and the profile a pair, then the halves are not mixed', async () => {
  expect(await found({ MONGODB_ATLAS_PUBLIC_API_KEY: 'envpub' }, PROFILE)).toMatchObject({
    publicKey: 'filepub',
    privateKey: 'filepriv',
  });
});

test('when each source holds one half, then the two are not joined', async () => {
  expect(
    await errorOf({ MONGODB_ATLAS_PUBLIC_API_KEY: 'envpub' }, '[default]\nprivate_api_key = "filepriv"\n'),
  ).toMatch(/^Error: this action requires authentication\n/);
});

test.each([
  [
    'MONGODB_ATLAS_PUBLIC_API_KEY',
    'private_api_key is missing: only the other half of the pair is set, by MONGODB_ATLAS_PUBLIC_API_KEY.',
  ],
  [
    'MONGODB_ATLAS_PRIVATE_API_KEY',
    'public_api_key is missing: only the other half of the pair is set, by MONGODB_ATLAS_PRIVATE_API_KEY.',
  ],
  [
    'MCLI_PRIVATE_API_KEY',
    'public_api_key is missing: only the other half of the pair is set, by MCLI_PRIVATE_API_KEY.',
  ],
])('when only %s is set, then the error names the missing half and not the value', async (name, hint) => {
  expect(await errorOf({ [name]: 'canary' })).toBe(`Error: this action requires authentication\n${hint}\n`);
});

test('when the profile holds one half, then the error names the profile and its file', async () => {
  expect(await errorOf({}, '[default]\npublic_api_key = "filepub"\n')).toBe(
    `Error: this action requires authentication\nprivate_api_key is missing: only the other half of the pair is set, by profile "default" of ${CONFIG}.\n`,
  );
});

test('when a half is empty, then it counts as missing', async () => {
  expect(await errorOf({ MONGODB_ATLAS_PUBLIC_API_KEY: 'x', MONGODB_ATLAS_PRIVATE_API_KEY: '' })).toContain(
    'private_api_key is missing',
  );
});

test('when there is a file without keys, then the hint names the profile that was looked at', async () => {
  expect(await errorOf({ MONGODB_ATLAS_PROFILE: 'ci' }, '[default]\norg_id = "x"\n')).toContain(
    `or public_api_key and private_api_key in profile "ci" of ${CONFIG}.`,
  );
});
