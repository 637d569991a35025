/** `config init` and `auth login` in scripts: flags and variables answer the questions, and errors name missing answers. */
import { describe, expect, test } from 'vitest';
import {
  CONFIG,
  HOME,
  KEYS,
  ORG_ID,
  OTHER_ORG_ID,
  PRIVATE_KEY_UUID,
  PROJECT_ID,
} from '../../support/fixtures.ts';
import { fakeKeyring } from '../../support/inProcess/fakeKeyring.ts';
import type { FakeOptions } from '../../support/inProcess/fakeSystem.ts';
import { type CommandRun, run } from '../../support/inProcess/runCommand.ts';
import { challenge, jsonResponse, type ScriptedResponse } from '../../support/inProcess/scriptedResponses.ts';

const SECRET = 'canary-typed-secret';

const page = (...ids: string[]): ScriptedResponse[] => [
  challenge,
  jsonResponse({ results: ids.map((id) => ({ id, name: `name of ${id}` })), totalCount: ids.length }),
];

const init = (flags: readonly string[], options: FakeOptions = {}): Promise<CommandRun> =>
  run(['config', 'init', ...flags], { env: HOME, responses: [], ...options });

const config = ({ system }: CommandRun) => system.disk.get(CONFIG)?.text;
const KEY_FLAGS = ['--publicApiKey', 'kxqpbnyt', '--privateApiKey', '-'];
const piped = { stdin: `${SECRET}\n` };

describe('all answers are given', () => {
  test('when a key comes from a flag and standard input, then it is tested and saved', async () => {
    const responses = [...page(ORG_ID), ...page(PROJECT_ID)];
    const done = await init([...KEY_FLAGS, '--output', 'json', '-P', 'ci'], { ...piped, responses });
    expect([done.status, done.stdout, done.stderr]).toEqual([0, "Profile 'ci' is ready.\n", '']);
    expect(config(done)).toBe(`[ci]
public_api_key = 'kxqpbnyt'
private_api_key = '${SECRET}'
auth_type = 'api_keys'
service = 'cloud'
org_id = '${ORG_ID}'
project_id = '${PROJECT_ID}'
output = 'json'
`);
  });

  test('when the variables contain a key, then it is saved, without a warning', async () => {
    const done = await init([], { env: { ...HOME, ...KEYS }, responses: [...page(ORG_ID), ...page()] });
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(config(done)).toContain(`private_api_key = '${KEYS.MONGODB_ATLAS_PRIVATE_API_KEY}'\n`);
  });

  test('when there is a keyring and no file, then it has the key, and the file the rest', async () => {
    const keyring = fakeKeyring();
    const responses = [...page(ORG_ID), ...page(PROJECT_ID)];
    const done = await init([...KEY_FLAGS, '-P', 'ci'], { ...piped, responses, keyring });
    expect([done.status, done.stdout, done.stderr]).toEqual([0, "Profile 'ci' is ready.\n", '']);
    expect(Object.fromEntries(keyring.entries)).toEqual({
      'atlascli_ci:public_api_key': 'kxqpbnyt',
      'atlascli_ci:private_api_key': SECRET,
    });
    expect(config(done)).toMatch(/^version = 2\n\n\[ci\]\n/);
    expect(config(done)).toContain("auth_type = 'api_keys'\n");
    expect(config(done)).not.toMatch(/_api_key/);
  });

  test('when --gov is given, then that service is used and saved', async () => {
    const done = await init([...KEY_FLAGS, '--gov'], { ...piped, responses: [...page(ORG_ID), ...page()] });
    expect(done.system.requests[0]?.url).toMatch(/^https:\/\/cloud\.mongodbgov\.com\//);
    expect(config(done)).toContain("service = 'cloudgov'\n");
  });

  test('when the profile has another organization, then its project is removed', async () => {
    const before = `[default]\norg_id = "${OTHER_ORG_ID}"\nproject_id = "${PROJECT_ID}"\n# mine\n`;
    const responses = [...page(ORG_ID), ...page()];
    const done = await init(KEY_FLAGS, { ...piped, responses, files: { [CONFIG]: before } });
    expect(config(done)).toContain(`org_id = "${ORG_ID}"\n`);
    expect(config(done)).toContain('# mine\n');
    expect(config(done)).not.toContain('project_id');
  });
});

describe('something is missing', () => {
  test.each([
    ['everything', [], '--authType, or set MONGODB_ATLAS_AUTH_TYPE'],
    ['both halves', ['--authType', 'api_keys'], '--publicApiKey, or set MONGODB_ATLAS_PUBLIC_API_KEY'],
    [
      'the private half',
      ['--publicApiKey', 'x'],
      '--privateApiKey - with the secret on standard input, or set MONGODB_ATLAS_PRIVATE_API_KEY',
    ],
    [
      'the client secret',
      ['--clientId', 'x'],
      '--clientSecret - with the secret on standard input, or set MONGODB_ATLAS_CLIENT_SECRET',
    ],
  ])('when %s is missing, then the error says what to pass', async (_, flags, instead) => {
    const { status, stdout, stderr, system } = await init(flags);
    expect([status, stdout, system.requests]).toEqual([1, '', []]);
    expect(stderr).toMatch(/^Error: .* is missing, and there is no terminal to ask for it\n/);
    expect(stderr).toContain(`\nPass ${instead}.\n`);
    expect(system.disk.has(CONFIG)).toBe(false);
  });

  test('when there are several organizations, then one must be named', async () => {
    const done = await init(KEY_FLAGS, { ...piped, responses: page(ORG_ID, OTHER_ORG_ID) });
    expect([done.status, done.stderr]).toEqual([
      1,
      'Error: the organization (the credentials can access 2) is missing, and there is no terminal to ask for it\nPass --orgId, or set MONGODB_ATLAS_ORG_ID.\n',
    ]);
    expect(config(done)).toBeUndefined();
  });

  test('when the named one is not on a full page, then it is saved', async () => {
    const many = Array.from({ length: 500 }, (_, index) => index.toString(16).padStart(24, '0'));
    const responses = [...page(...many), ...page(PROJECT_ID)];
    const done = await init([...KEY_FLAGS, '--orgId', OTHER_ORG_ID], { ...piped, responses });
    expect(config(done)).toContain(`org_id = '${OTHER_ORG_ID}'\n`);
  });

  test('when one of several is named, then it is saved', async () => {
    const responses = [...page(ORG_ID, OTHER_ORG_ID), ...page(PROJECT_ID)];
    const done = await init([...KEY_FLAGS, '--orgId', OTHER_ORG_ID], { ...piped, responses });
    expect(config(done)).toContain(`org_id = '${OTHER_ORG_ID}'\n`);
  });
});

test('when an ID is given in capitals, then it is saved as Atlas writes it', async () => {
  const responses = [...page(ORG_ID, OTHER_ORG_ID), ...page(PROJECT_ID)];
  const done = await init([...KEY_FLAGS, '--orgId', OTHER_ORG_ID.toUpperCase()], { ...piped, responses });
  expect(config(done)).toContain(`org_id = '${OTHER_ORG_ID}'\n`);
});

describe('what is refused', () => {
  test.each(['--privateApiKey', '--clientSecret'])(
    'when %s is given the secret itself, then the error does not quote it',
    async (flag) => {
      const { status, stderr, system } = await init([flag, SECRET]);
      expect([status, system.requests]).toEqual([1, []]);
      expect(stderr).toContain(`Error: ${flag} does not accept a secret`);
      expect(stderr).not.toContain(SECRET);
    },
  );

  test('when the kind does not exist, then the error lists the kinds', async () => {
    expect((await init(['--authType', 'password'])).stderr).toBe(
      "Error: 'password' is not a kind of credentials\nValid values are user_account, service_account, api_keys. It comes from --authType.\n",
    );
  });

  test('when the key cannot access the named organization, then the error lists those that it can access', async () => {
    const done = await init([...KEY_FLAGS, '--orgId', OTHER_ORG_ID], { ...piped, responses: page(ORG_ID) });
    expect(done.stderr).toBe(
      `Error: the credentials cannot access organization ${OTHER_ORG_ID}\nThey can access: name of ${ORG_ID} (${ORG_ID}).\n`,
    );
  });

  test('when the key can access many organizations, then the error lists ten of them', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => index.toString(16).padStart(24, '0'));
    const done = await init([...KEY_FLAGS, '--orgId', OTHER_ORG_ID], { ...piped, responses: page(...ids) });
    expect(done.stderr.match(/name of/g)).toHaveLength(10);
    expect(done.stderr).toMatch(/, and 290 more\.\n$/);
  });

  test('when Atlas refuses the key, then nothing is saved', async () => {
    const done = await init(KEY_FLAGS, { ...piped, responses: [challenge, challenge] });
    expect(done.status).toBe(1);
    expect(done.stderr).toMatch(/HTTP 401.*\nCheck the API key, which came from --publicApiKey:/);
    expect(done.stderr).not.toContain(SECRET);
    expect(config(done)).toBeUndefined();
  });

  test('when the profile contains a key, then --force is needed', async () => {
    const before = '[default]\npublic_api_key = "older"\n';
    const files = { [CONFIG]: before };
    const refused = await init(KEY_FLAGS, { ...piped, files });
    expect([refused.status, refused.stderr]).toEqual([
      1,
      'Error: profile "default" already has older\nPass --force to replace it.\n',
    ]);
    expect(config(refused)).toBe(before);
    const responses = [...page(ORG_ID), ...page()];
    const forced = await init([...KEY_FLAGS, '--force'], { ...piped, files, responses });
    expect(config(forced)).toContain('public_api_key = "kxqpbnyt"\n');
  });

  test('when an earlier version saved a private key as the public one, then it is not shown', async () => {
    const files = { [CONFIG]: `[default]\npublic_api_key = "${PRIVATE_KEY_UUID}"\n` };
    expect((await init(KEY_FLAGS, { ...piped, files })).stderr).toBe(
      'Error: profile "default" already has a public API key\nPass --force to replace it.\n',
    );
  });

  test.each<[string, string[], FakeOptions, string]>([
    [
      'a public key by flag',
      ['--publicApiKey', PRIVATE_KEY_UUID, '--privateApiKey', '-'],
      piped,
      '--publicApiKey contains a UUID, which is the form of a private key\nCheck whether --publicApiKey and --privateApiKey are swapped.',
    ],
    [
      'a client secret by flag',
      ['--clientId', 'mdb_sa_id_1', '--clientSecret', '-'],
      { stdin: `'${SECRET}'\n` },
      '--clientSecret contains a value in quotes\nRemove the quotes: they are part of the value. For example, docker --env-file keeps them.',
    ],
    [
      'a variable',
      [],
      { env: { ...HOME, ...KEYS, MONGODB_ATLAS_PUBLIC_API_KEY: `{"secret":"${PRIVATE_KEY_UUID}"}` } },
      'MONGODB_ATLAS_PUBLIC_API_KEY contains JSON\nSet it to the public API key only.',
    ],
  ])(
    'when %s is invalid, then it is neither sent nor saved nor shown',
    async (_, flags, options, problem) => {
      const done = await init(flags, options);
      expect([done.status, done.stdout, done.system.requests, config(done)]).toEqual([1, '', [], undefined]);
      expect(done.stderr).toBe(`Error: ${problem}\n`);
    },
  );

  test('when the variables contain an invalid key, then a warning says that the new profile is not used', async () => {
    const env = {
      ...HOME,
      MONGODB_ATLAS_PUBLIC_API_KEY: PRIVATE_KEY_UUID,
      MONGODB_ATLAS_PRIVATE_API_KEY: 'x',
    };
    const done = await init(KEY_FLAGS, { ...piped, env, responses: [...page(ORG_ID), ...page()] });
    expect([done.status, done.stdout]).toEqual([0, "Profile 'default' is ready.\n"]);
    expect(done.stderr).toBe(
      'Warning: profile "default" is not used: MONGODB_ATLAS_PUBLIC_API_KEY contains a UUID, which is the form of a private key\n',
    );
  });

  test('when the configuration file is invalid, then no request is sent', async () => {
    const done = await init(KEY_FLAGS, { ...piped, files: { [CONFIG]: '[default\n' } });
    expect([done.status, done.system.requests, config(done)]).toEqual([1, [], '[default\n']);
  });
});

describe('auth login', () => {
  test('when a key is given, then it is tested and saved', async () => {
    const responses = [...page(ORG_ID, OTHER_ORG_ID)];
    const done = await run(['auth', 'login', ...KEY_FLAGS], { env: HOME, ...piped, responses });
    expect([done.status, done.stdout]).toEqual([0, 'Successfully logged in as kxqpbnyt key.\n']);
    expect(config(done)).toContain("auth_type = 'api_keys'\n");
    expect(config(done)).not.toContain('org_id');
  });
});
