import { describe, expect, test } from 'vitest';
import type { ConfigError } from '../../src/base/errors.ts';
import { baseUrlOf } from '../../src/config/host.ts';
import { loadSettings } from '../../src/config/settings.ts';
import { CONFIG, HOME } from '../support/fixtures.ts';
import { fakeSystem } from '../support/inProcess/fakeSystem.ts';
import { create } from '../support/inProcess/runCreate.ts';

const baseOf = async (env: Record<string, string>, toml = '') =>
  baseUrlOf(
    await loadSettings(fakeSystem({ env: { ...HOME, ...env }, files: { [CONFIG]: toml } }), undefined),
  );

const withUrl = (url: string) => baseOf({ MONGODB_ATLAS_OPS_MANAGER_URL: url });

const errorOf = (url: string): Promise<ConfigError> =>
  withUrl(url).then(
    (base) => Promise.reject(new Error(`no error, but ${base}`)),
    (error: ConfigError) => error,
  );

test.each([
  [{}, '', 'https://cloud.mongodb.com/'],
  [{ MONGODB_ATLAS_SERVICE: 'cloud' }, '', 'https://cloud.mongodb.com/'],
  [{ MONGODB_ATLAS_SERVICE: 'cloudgov' }, '', 'https://cloud.mongodbgov.com/'],
  [{ MCLI_SERVICE: 'cloudgov' }, '', 'https://cloud.mongodbgov.com/'],
  [{}, '[default]\nservice = "cloudgov"\n', 'https://cloud.mongodbgov.com/'],
  [{ MONGODB_ATLAS_SERVICE: 'nonsense' }, '', 'https://cloud.mongodb.com/'],
  [
    { MONGODB_ATLAS_SERVICE: 'cloudgov', MONGODB_ATLAS_OPS_MANAGER_URL: 'https://x.example/' },
    '',
    'https://x.example/',
  ],
  [{}, '[default]\nops_manager_url = "https://x.example/"\n', 'https://x.example/'],
])('when the environment is %j and the file %j, then the base URL is %s', async (env, toml, expected) => {
  expect(await baseOf(env, toml)).toBe(expected);
});

test.each([
  ['https://x.example/', 'https://x.example/'],
  ['https://x.example', 'https://x.example/'],
  ['https://x.example:8443', 'https://x.example:8443/'],
  ['https://x.example/gate/way', 'https://x.example/gate/way/'],
  ['https://x.example/gate/way/', 'https://x.example/gate/way/'],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/'],
  ['HTTPS://X.Example/', 'https://x.example/'],
  ['https://[::1]:8080/', 'https://[::1]:8080/'],
])('when ops_manager_url is %s, then the base URL is %s', async (url, expected) => {
  expect(await withUrl(url)).toBe(expected);
});

describe('an address that cannot be used', () => {
  test.each([
    ['::nonsense::', 'parse "::nonsense::": missing protocol scheme'],
    ['x.example', 'parse "x.example": not a URL'],
    ['https://', 'parse "https://": not a URL'],
    ['https://x.example:99999/', 'parse "https://x.example:99999/": not a URL'],
    ['ftp://x.example/', 'parse "ftp://x.example/": unsupported protocol scheme "ftp"'],
    ['localhost:8080', 'parse "localhost:8080": unsupported protocol scheme "localhost"'],
    ['file:///etc/passwd', 'parse "file:///etc/passwd": unsupported protocol scheme "file"'],
    ['https://x.example/?a=b', 'parse "https://x.example/?a=b": must not contain a query or fragment'],
    ['https://x.example/#a', 'parse "https://x.example/#a": must not contain a query or fragment'],
    ['https://u:p@x.example/', 'ops_manager_url must not contain a user name or password'],
    ['https://u@x.example/', 'ops_manager_url must not contain a user name or password'],
  ])('when it is %s, then the error is "%s"', async (url, message) => {
    expect((await errorOf(url)).message).toBe(message);
  });

  test('when it cannot be used, then the hint says where it was set', async () => {
    expect((await errorOf('ftp://x.example/')).hint).toBe(
      'ops_manager_url is set by MONGODB_ATLAS_OPS_MANAGER_URL; a valid value looks like https://cloud.example.com/',
    );
  });

  test.each([
    'https://user:canary@x.example/',
    'https://user:canary@x.example:99999/',
    'https://user:canary@ x/',
    'user:canary@x.example',
    'ftp://user:canary@x.example/',
    ':user:canary@x.example',
    'https://user:canary@@x.example:port/',
  ])('when %s contains a password, then no message repeats it', async (url) => {
    const { message, hint } = await errorOf(url);
    expect(`${message} ${hint}`).not.toContain('canary');
  });
});

describe('plain http', () => {
  const stderrFor = async (url: string) =>
    (await create({ env: { MONGODB_ATLAS_OPS_MANAGER_URL: url } })).stderr;

  test('when the host is another machine, then a warning says so', async () => {
    expect(await stderrFor('http://x.example:80/')).toBe(
      'Warning: the connection to x.example is not encrypted (http): others on the network can read the new keys\n',
    );
  });

  test.each([
    'http://localhost/',
    'http://api.localhost/',
    'http://127.0.0.1:8080/',
    'http://127.9.8.7/',
    'http://[::1]/',
    'https://x.example/',
  ])('when the address is %s, then there is no warning', async (url) => {
    expect(await stderrFor(url)).toBe('');
  });

  test.each([
    'http://127.0.0.1.example/',
    'http://localhost.example/',
    'http://128.0.0.1/',
    'http://notlocalhost/',
  ])('when the address %s only looks local, then there is a warning', async (url) => {
    expect(await stderrFor(url)).toMatch(/^Warning: /);
  });
});
