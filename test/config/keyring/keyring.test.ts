/** Profiles whose secrets are in the keyring, against a keyring in memory. */
import { describe, expect, test } from 'vitest';
import { KINDS } from '../../../src/auth/kinds/index.ts';
import { authTypeOf, KEYRING_PROPERTIES } from '../../../src/config/file/configVersion.ts';
import { KeyringError } from '../../../src/keyring/keyring.ts';
import { CONFIG, HOME, KEYS, NEW_KEY, ORG_ID, PRIVATE_KEY, PUBLIC_KEY } from '../../support/fixtures.ts';
import { type FakeKeyring, fakeKeyring } from '../../support/inProcess/fakeKeyring.ts';
import { fakeSystem } from '../../support/inProcess/fakeSystem.ts';
import { type CommandRun, runOn } from '../../support/inProcess/runCommand.ts';
import {
  configOf,
  entriesOf,
  type Given,
  PAIR,
  runWith,
  VERSION_2,
} from '../../support/inProcess/runWithKeyring.ts';
import { challenge, jsonResponse } from '../../support/inProcess/scriptedResponses.ts';

const CREATE = ['organizations', 'apiKeys', 'create', '--role', 'ORG_MEMBER', '--desc', 'd', '-P', 'ci'];

/** Nothing of the secrets is in a message or a file. */
function expectNoSecret({ stdout, stderr, system }: CommandRun): void {
  const everything = [stdout, stderr, ...[...system.disk.values()].map(({ text }) => text)].join('\n');
  expect(everything).not.toContain(PRIVATE_KEY);
}

describe('reading', () => {
  const create = (given: Given) =>
    runWith(CREATE, { responses: [challenge, jsonResponse(NEW_KEY)], ...given });

  test('when the file has version 2, then the API key in the keyring is used', async () => {
    const keyring = fakeKeyring(PAIR);
    const result = await create({ config: VERSION_2, keyring });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(result.system.requests[1]?.headers['authorization']).toContain(`username="${PUBLIC_KEY}"`);
    expect(keyring.log).toEqual(['open', 'read atlascli_ci', 'close']);
    expectNoSecret(result);
  });

  test('when the file has no version, then the keyring is not asked', async () => {
    const keyring = fakeKeyring(PAIR);
    const result = await create({ config: VERSION_2.replace('version = 2\n', ''), keyring });
    expect(result).toMatchObject({ status: 1 });
    expect(keyring.log).toEqual([]);
  });

  test('when the environment has a complete pair, then the keyring is not asked', async () => {
    const keyring = fakeKeyring(PAIR);
    const result = await create({ config: VERSION_2, keyring, env: { ...HOME, ...KEYS } });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(keyring.log).toEqual([]);
  });

  test('when an entry is empty, then the value in the file is used', async () => {
    const keyring = fakeKeyring({ ...PAIR, 'atlascli_ci:public_api_key': '' });
    const result = await create({ config: `${VERSION_2}public_api_key = 'filekeyx'\n`, keyring });
    expect(result.system.requests[1]?.headers['authorization']).toContain('username="filekeyx"');
  });

  test('when both have a value, then the one of the keyring is used', async () => {
    const keyring = fakeKeyring(PAIR);
    const result = await create({ config: `${VERSION_2}public_api_key = 'filekeyx'\n`, keyring });
    expect(result.system.requests[1]?.headers['authorization']).toContain(`username="${PUBLIC_KEY}"`);
  });

  test.each([
    ['locked', '', 'Warning: the keyring is locked; the credentials in config.toml are used instead\n'],
    ['locked', 'silence_storage_warning = true\n', ''],
    ['missing', '', ''],
  ] as const)(
    'when the keyring is %s and the file has the key, with the setting %j, then the file is used, with the warning %j',
    async (problem, globals, stderr) => {
      const config = `${globals}${VERSION_2}public_api_key = '${PUBLIC_KEY}'\nprivate_api_key = '${PRIVATE_KEY}'\n`;
      const keyring = { ...fakeKeyring(PAIR), fails: new KeyringError(problem, 'the keyring is locked') };
      expect(await create({ config, keyring })).toMatchObject({ status: 0, stderr });
    },
  );

  test('when a signal arrives while the user is asked to unlock it, then the run ends', async () => {
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: VERSION_2 }, keyring: fakeKeyring(PAIR) });
    const waiting = {
      ...system,
      openKeyring: () => {
        setImmediate(() => system.signal('SIGINT', 2));
        return new Promise<never>(() => {});
      },
    };
    for (const argv of [CREATE, ['config', 'set', 'private_api_key', 'x', '-P', 'ci']])
      expect(await runOn(waiting, argv)).toMatchObject({ status: 130, requests: [] });
    expect(system.disk.get(CONFIG)?.text).toBe(VERSION_2);
    expect(system.written.stderr).toBe('Error: interrupted by SIGINT\n'.repeat(2));
  });

  test('when the version is 3, then the file is refused', async () => {
    const { status, stderr } = await create({
      config: VERSION_2.replace('2', '3'),
      keyring: fakeKeyring(PAIR),
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `Error: cannot use ${CONFIG}: its version is 3, and only 1 and 2 are supported\nA newer program wrote the file. Update this one.\n`,
    });
  });

  test.each([
    ['missing', 'there is no keyring', 'Start the keyring of your desktop'],
    ['locked', 'the keyring is locked', 'Unlock it'],
    ['silent', 'the keyring did not answer within 3 s', 'Restart it'],
  ] as const)('when the keyring is %s, then the error says so', async (problem, message, hint) => {
    const keyring = { ...fakeKeyring(PAIR), fails: new KeyringError(problem, message) };
    const { status, stderr } = await create({ config: VERSION_2, keyring, responses: [] });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `Error: this action requires authentication\nThe secrets of profile "ci" cannot be read: ${message}. ${hint}, or set MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY.\n`,
    });
  });

  test('when the desktop asks to unlock it, then a line says so first', async () => {
    const { status, stderr } = await create({
      config: VERSION_2,
      keyring: { ...fakeKeyring(PAIR), isLocked: true },
    });
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'The keyring is locked. Unlock it in the window of your desktop within 45 seconds.\n',
    });
  });
});

describe('config set', () => {
  const set = (property: string, value: string, given: Given) =>
    runWith(['config', 'set', property, value, '-P', 'ci'], given);

  test('when the file has version 2, then the keyring gets the value, and the file does not', async () => {
    const keyring = fakeKeyring({ ...PAIR, 'atlascli_ci:private_api_key': 'old' });
    const result = await set('private_api_key', PRIVATE_KEY, { config: VERSION_2, keyring });
    expect(result).toMatchObject({ status: 0, stdout: "Updated property 'private_api_key'\n" });
    expect(entriesOf(keyring)).toEqual(PAIR);
    expect(configOf(result)).toBe(VERSION_2);
    expectNoSecret(result);
  });

  test.each([
    ['quoted', '"version" = 2'],
    ['escaped', '"vers\\u0069on" = 2'],
    ['hexadecimal', 'version = 0x2'],
  ])('when the version is %s, then the keyring gets the value', async (_, line) => {
    const keyring = fakeKeyring();
    const config = VERSION_2.replace('version = 2', line);
    await set('private_api_key', PRIVATE_KEY, { config, keyring });
    expect(entriesOf(keyring)).toEqual({ 'atlascli_ci:private_api_key': PRIVATE_KEY });
  });

  test('when the file has an old value, then it is removed from there', async () => {
    const keyring = fakeKeyring();
    const config = `${VERSION_2}private_api_key = '${PRIVATE_KEY}'\n`;
    const result = await set('private_api_key', PRIVATE_KEY, { config, keyring });
    expect(configOf(result)).toBe(VERSION_2);
    expect(entriesOf(keyring)).toEqual({ 'atlascli_ci:private_api_key': PRIVATE_KEY });
  });

  test('when there is no file, then it is created with version 2 and without the secret', async () => {
    const keyring = fakeKeyring();
    const result = await set('private_api_key', PRIVATE_KEY, { keyring });
    expect(configOf(result)).toBe("version = 2\n\n[ci]\nauth_type = 'api_keys'\n");
    expect(entriesOf(keyring)).toEqual({ 'atlascli_ci:private_api_key': PRIVATE_KEY });
  });

  test('when there is neither a file nor a keyring, then the file gets the secret without a warning', async () => {
    const result = await set('private_api_key', PRIVATE_KEY, {});
    expect(configOf(result)).toBe(`[ci]\nprivate_api_key = '${PRIVATE_KEY}'\n`);
    expect(result.stderr).toBe('');
  });

  test('when there is no file and the property is not secret, then the keyring is not asked', async () => {
    const keyring = fakeKeyring();
    expect(configOf(await set('org_id', ORG_ID, { keyring }))).toBe(`[ci]\norg_id = '${ORG_ID}'\n`);
    expect(keyring.log).toEqual([]);
  });

  test('when the file has version 1, then it gets the secret, and the keyring is not asked', async () => {
    const keyring = fakeKeyring();
    const config = `[ci]\norg_id = '${ORG_ID}'\n`;
    const result = await set('private_api_key', PRIVATE_KEY, { config, keyring });
    expect(configOf(result)).toBe(`${config}private_api_key = '${PRIVATE_KEY}'\n`);
    expect([keyring.log, result.stderr]).toEqual([[], '']);
  });

  const WARNING = 'Warning: Secure storage is not available, falling back to insecure storage\n';

  test.each([
    ['', {}, WARNING],
    ['silence_storage_warning = true\n', {}, ''],
    ['', { MONGODB_ATLAS_SILENCE_STORAGE_WARNING: 'true' }, ''],
    ['silence_storage_warning = false\n', {}, WARNING],
  ])(
    'when the file has version 2 but there is no keyring, with %j and %j, then the file gets the secret, with the warning %j',
    async (globals, env, stderr) => {
      const result = await set('private_api_key', PRIVATE_KEY, {
        config: globals + VERSION_2,
        env: { ...HOME, ...env },
      });
      expect(result).toMatchObject({ status: 0, stderr });
      expect(configOf(result)).toBe(`${globals}${VERSION_2}private_api_key = '${PRIVATE_KEY}'\n`);
    },
  );

  test('when silence_storage_warning is set, then it is a property outside all profiles', async () => {
    const result = await set('silence_storage_warning', 'true', { config: VERSION_2 });
    expect(configOf(result)).toContain('silence_storage_warning = true\n\n[ci]');
  });

  test('when the keyring stays locked, then the file gets the secret, with the warning', async () => {
    const keyring = { ...fakeKeyring(PAIR), fails: new KeyringError('locked', 'the keyring is locked') };
    const result = await set('private_api_key', PRIVATE_KEY, { config: VERSION_2, keyring });
    expect(result).toMatchObject({ status: 0, stderr: WARNING });
    expect(configOf(result)).toContain(PRIVATE_KEY);
  });

  test('when the keyring does not answer, then nothing is changed', async () => {
    const keyring = { ...fakeKeyring(PAIR), fails: new KeyringError('silent', 'the keyring did not answer') };
    const result = await set('private_api_key', 'new-secret', { config: VERSION_2, keyring });
    expect(result).toMatchObject({
      status: 1,
      stderr:
        'Error: cannot use the keyring: the keyring did not answer\nRestart it, and try again. Nothing was changed.\n',
    });
    expect([configOf(result), entriesOf(keyring)]).toEqual([VERSION_2, PAIR]);
  });

  test('when the value is too long for the keyring, then the file has it, and no older one hides it', async () => {
    const keyring = { ...fakeKeyring(PAIR), longest: 10 };
    const result = await set('private_api_key', PRIVATE_KEY, { config: VERSION_2, keyring });
    expect(result).toMatchObject({
      status: 0,
      stderr: 'Warning: the keyring cannot hold a private_api_key of that length, so config.toml has it\n',
    });
    expect(configOf(result)).toBe(`${VERSION_2}private_api_key = '${PRIVATE_KEY}'\n`);
    expect([...keyring.entries.keys()]).toEqual(['atlascli_ci:public_api_key']);
  });

  test('when the keyring refuses a value and has an older one, then nothing is changed', async () => {
    const keyring = { ...fakeKeyring(PAIR), writeFails: 'private_api_key' };
    const result = await set('private_api_key', 'new-secret', { config: VERSION_2, keyring });
    expect(result).toMatchObject({
      status: 1,
      stderr: 'Error: cannot change private_api_key in the keyring: the keyring answered org.example.Error\n',
    });
    expect([configOf(result), entriesOf(keyring)]).toEqual([VERSION_2, PAIR]);
  });

  test('when the keyring must be unlocked, then the file is not locked during that time', async () => {
    const keyring: FakeKeyring = { ...fakeKeyring(), isLocked: true };
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: VERSION_2 }, keyring });
    const files: string[][] = [];
    const observed = {
      ...system,
      openKeyring: (options: Parameters<typeof system.openKeyring>[0]) =>
        system.openKeyring({
          onPrompt() {
            files.push([...system.disk.keys()]);
            options.onPrompt();
          },
        }),
    };
    const result = await runOn(observed, ['config', 'set', 'private_api_key', PRIVATE_KEY, '-P', 'ci']);
    expect(result.status).toBe(0);
    expect(files).toEqual([[CONFIG]]);
  });
});

describe('what is said', () => {
  test('when a profile of version 2 is described, then each secret says where it is', async () => {
    const config = `${VERSION_2}client_secret = 'mdb_sa_sk_canary'\n`;
    const { stdout, stderr } = await runWith(['config', 'describe', 'ci', '-o', 'json'], {
      config,
      keyring: fakeKeyring(PAIR),
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      auth_type: 'api_keys',
      client_secret: '[redacted - source: config file]',
      org_id: ORG_ID,
      private_api_key: '[redacted - source: secure storage]',
      public_api_key: '[redacted - source: secure storage]',
    });
  });

  test('when whoami runs at a terminal, then it names the keyring', async () => {
    const { stdout, stderr } = await runWith(['auth', 'whoami', '-P', 'ci'], {
      config: VERSION_2,
      keyring: fakeKeyring(PAIR),
      stderr: { isTerminal: true },
    });
    expect(stdout + stderr).toContain(`Logged in as ${PUBLIC_KEY} key`);
  });

  test('when it is a dry run, then the source of the credentials is the keyring', async () => {
    const result = await runWith([...CREATE, '--dryRun'], { config: VERSION_2, keyring: fakeKeyring(PAIR) });
    expect(result.stdout).toContain('profile "ci" in the keyring');
    expectNoSecret(result);
  });
});

test('when a new key is saved as a profile, then its secrets go into the keyring', async () => {
  const keyring = fakeKeyring();
  const result = await runWith([...CREATE.slice(0, -2), '--saveProfile', 'new', '--orgId', ORG_ID], {
    config: 'version = 2\n',
    env: { ...HOME, ...KEYS },
    keyring,
    responses: [challenge, jsonResponse(NEW_KEY)],
  });
  expect(result).toMatchObject({ status: 0 });
  expect(entriesOf(keyring)).toEqual({
    'atlascli_new:public_api_key': NEW_KEY.publicKey,
    'atlascli_new:private_api_key': NEW_KEY.privateKey,
  });
  expect(configOf(result)).toBe(`version = 2\n\n[new]\norg_id = '${ORG_ID}'\nauth_type = 'api_keys'\n`);
});

test('when there is a kind of credentials, then the keyring stores its fields, with its auth_type', () => {
  const fields = KINDS.flatMap(({ authType, fields }) => fields.map(({ property }) => [property, authType]));
  expect(KEYRING_PROPERTIES.map((property) => [property, authTypeOf(property)]).sort()).toEqual(
    fields.sort(),
  );
});
