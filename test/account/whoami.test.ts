/** `atlas auth whoami`: shows the owner and kind of the credentials without a request. */
import { expect, test } from 'vitest';
import { CONFIG, HOME, KEYS } from '../support/fixtures.ts';
import { jwt, LIVE_TOKEN, profileWith, SERVICE_ACCOUNT } from '../support/inProcess/accounts.ts';
import { fakeSystem } from '../support/inProcess/fakeSystem.ts';
import { run, runOn } from '../support/inProcess/runCommand.ts';

test.each<[string, Record<string, string>, string, string]>([
  ['an API key', KEYS, '', 'kxqpbnyt key'],
  ['a service account', SERVICE_ACCOUNT, '', 'mdb_sa_id_0123456789abcdef01234567 service account'],
  ['a user account', {}, profileWith(LIVE_TOKEN), 'ada@example.com account'],
  ['a session that has ended', {}, profileWith(jwt(-1)), 'ada@example.com account'],
  ['a token that is none', {}, profileWith('nonsense'), 'an unknown user account'],
])('when there is %s, then the output says whose it is', async (_, env, config, who) => {
  const result = await run(['auth', 'whoami'], { env: { ...HOME, ...env }, files: { [CONFIG]: config } });
  expect(result).toMatchObject({ status: 0, stdout: `Logged in as ${who}\n`, stderr: '' });
});

test('when the output is a terminal, then a notice says where the credentials came from', async () => {
  const terminal = { isTerminal: true };
  const { stderr } = await run(['auth', 'whoami', '-P', 'work'], {
    env: HOME,
    files: { [CONFIG]: profileWith(LIVE_TOKEN).replace('default', 'work') },
    stdout: terminal,
    stderr: terminal,
  });
  expect(stderr).toBe(`The credentials came from profile "work" of ${CONFIG}.\n`);
});

test('when the name in a token contains control characters, then a terminal gets them escaped', async () => {
  const system = fakeSystem({
    env: HOME,
    files: { [CONFIG]: profileWith(jwt(60, { sub: 'ada\u001b[2J' })) },
  });
  await runOn({ ...system, stdout: { ...system.stdout, isTerminal: true } }, ['auth', 'whoami']);
  expect(system.written.stdout).toBe('Logged in as ada\\x1b[2J account\n');
});

test('when there are no credentials, then the error is the Atlas CLI’s', async () => {
  expect(await run(['auth', 'whoami'], { env: HOME })).toMatchObject({
    status: 1,
    stdout: '',
    stderr: 'Error: not logged in with an Atlas account or API key\n',
  });
});

test('when there is only one of two values, then the error says which value is missing', async () => {
  const { stderr } = await run(['auth', 'whoami'], { env: { ...HOME, MONGODB_ATLAS_CLIENT_ID: 'x' } });
  expect(stderr).toBe(
    'Error: not logged in with an Atlas account or API key\nclient_secret is missing: only client_id is set, by MONGODB_ATLAS_CLIENT_ID.\n',
  );
});

test.each(['login', 'logout', 'whoami'])(
  'when atlas %s is typed without auth, then it is the same command',
  async (name) => {
    const screen = async (...words: string[]) => (await run([...words, '--help'])).stdout;
    expect((await screen(name)).replaceAll(`atlas ${name}`, `atlas auth ${name}`)).toBe(
      await screen('auth', name),
    );
  },
);

test('when the program lists its commands, then those without auth are not among them', async () => {
  const { stdout: help } = await run(['--help']);
  expect(help).toMatch(/^ {2}auth /m);
  expect(help).not.toMatch(/^ {2}(login|logout|whoami) /m);
  expect((await run(['__complete', ''])).stdout).not.toMatch(/^(login|logout|whoami)\t/m);
  expect((await run(['whoam'])).stderr).not.toContain('Did you mean');
});
