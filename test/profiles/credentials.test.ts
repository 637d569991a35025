/** `config set` and `config describe` with invalid credentials. */
import { describe, expect, test } from 'vitest';
import { setCommand } from '../../src/commands/config/set.ts';
import { PROPERTIES } from '../../src/profiles/properties.ts';
import { CLIENT_ID, CONFIG, HOME, PRIVATE_KEY_UUID } from '../support/fixtures.ts';
import { CLIENT_SECRET } from '../support/inProcess/accounts.ts';
import { run } from '../support/inProcess/runCommand.ts';

const SECRET_JSON = `{"privateKey":"${PRIVATE_KEY_UUID}"}`;
const TEXT = "[default]\noutput = 'json'\n";

async function config(argv: readonly string[], text: string, options: Parameters<typeof run>[1] = {}) {
  const { status, stdout, stderr, system } = await run(['config', ...argv], {
    env: HOME,
    files: { [CONFIG]: text },
    ...options,
  });
  return { status, stdout, stderr, file: system.disk.get(CONFIG)?.text };
}

describe('config set', () => {
  test.each([
    [
      'public_api_key',
      PRIVATE_KEY_UUID,
      'a UUID, which is the form of a private key\nCheck whether public_api_key and private_api_key are swapped.',
    ],
    ['public_api_key', SECRET_JSON, 'JSON\nSet it to the public API key only.'],
    ['public_api_key', `kx ${PRIVATE_KEY_UUID.slice(0, 8)}`, 'a space\nSet it to the public API key only.'],
    [
      'public_api_key',
      CLIENT_ID,
      'the client ID of a service account\nSet the client ID as client_id and the client secret as client_secret.',
    ],
    [
      'client_id',
      CLIENT_SECRET,
      'the client secret of a service account\nCheck whether client_id and client_secret are swapped.',
    ],
    ['private_api_key', SECRET_JSON, 'JSON\nSet it to the private API key only.'],
    ['client_secret', 'can ary', 'a space\nSet it to the client secret only.'],
    ['access_token', 'can\nary', 'a line break\nSet it to the access token only.'],
    ['refresh_token', 'canary"', 'a quotation mark\nSet it to the refresh token only.'],
  ])('when %s gets %s, then it is refused, and no part of it is shown', async (property, value, problem) => {
    expect(await config(['set', property, value], TEXT)).toEqual({
      status: 1,
      stdout: '',
      stderr: `Error: ${property} cannot contain ${problem}\n`,
      file: TEXT,
    });
  });

  test('when a secret on standard input is invalid, then it is refused too', async () => {
    const stdin = `"${PRIVATE_KEY_UUID}"\n`;
    const { status, stderr, file } = await config(['set', 'private_api_key', '-'], TEXT, { stdin });
    expect([status, file]).toEqual([1, TEXT]);
    expect(stderr).toMatch(/^Error: private_api_key cannot contain a value in quotes\n/);
    expect(stderr).not.toContain(PRIVATE_KEY_UUID);
  });

  test.each([
    ['public_api_key', ' kxqpbnyt\r\n', 'kxqpbnyt'],
    ['private_api_key', `\ufeff${PRIVATE_KEY_UUID}\n`, PRIVATE_KEY_UUID],
  ])('when %s has white space around it, then it is saved without it', async (property, value, kept) => {
    expect((await config(['set', property, value], TEXT)).file).toBe(`${TEXT}${property} = '${kept}'\n`);
  });

  test.each(['KXQPBNYT', 'ada@example.com', 'x'])(
    'when a public key is %s, then it is saved',
    async (value) => {
      expect((await config(['set', 'public_api_key', value], TEXT)).status).toBe(0);
    },
  );

  test('when the hint contains a command for a profile, then its name can be pasted', async () => {
    const terminal = { isTerminal: true };
    const { stderr } = await config(['set', 'private_api_key', PRIVATE_KEY_UUID, '-P', "ada's team"], TEXT, {
      stdout: terminal,
      stderr: terminal,
    });
    expect(stderr).toContain(`: atlas config set private_api_key - --profile 'ada'\\''s team'\n`);
  });
});

test('when a property can be set, then the help of config set names it unless the Atlas CLI sets it at sign-in', () => {
  const listed = PROPERTIES.filter(({ isExtension }) => !isExtension).map(({ name }) => name);
  expect([...(setCommand.argumentValues ?? [])].sort()).toEqual(listed.sort());
  const secrets = PROPERTIES.filter(({ field }) => field?.isSecret).map(({ name }) => name);
  expect(setCommand.description).toContain(`The value of a secret (${secrets.sort().join(', ')}) can be -`);
});

describe('config describe', () => {
  test.each([
    ['a private key', `public_api_key = "${PRIVATE_KEY_UUID}"`],
    ['a client secret', `client_id = "${CLIENT_SECRET}"`],
    ['JSON', `public_api_key = '${SECRET_JSON}'`],
    ['a list', `public_api_key = ["${PRIVATE_KEY_UUID}"]`],
    ['a table', `public_api_key = { key = "${PRIVATE_KEY_UUID}" }`],
    ['another case', `Public_API_Key = "${PRIVATE_KEY_UUID}"`],
    ['a table in a profile', `[default.inner]\nclient_id = "${PRIVATE_KEY_UUID}"`],
  ])(
    'when an earlier version saved %s as the public key or client ID, then it is redacted in every format',
    async (_, line) => {
      for (const format of ['plaintext', 'json', 'json-path=$', 'go-template={{.}}']) {
        const { status, stdout, stderr } = await config(
          ['describe', 'default', '-o', format],
          `[default]\n${line}\n`,
        );
        expect([status, stderr]).toEqual([0, '']);
        expect(stdout).toContain('redacted');
        expect(stdout).not.toMatch(/a2c1f6de|mdb_sa_sk/);
      }
    },
  );

  test.each(['kxqpbnyt', 'ada@example.com', ' kxqpbnyt '])(
    'when the public key is "%s", then it is shown',
    async (value) => {
      const text = `[default]\npublic_api_key = "${value}"\n`;
      expect((await config(['describe', 'default', '-o', 'json'], text)).stdout).toContain(`"${value}"`);
    },
  );
});

test('when a new name is taken, then the command that deletes the profile can be pasted', async () => {
  const text = `[default]\noutput = 'json'\n["my team"]\noutput = 'json'\n`;
  expect((await config(['rename', 'default', 'my team'], text)).stderr).toContain(
    "\nDelete it first: atlas config delete 'my team' --force\n",
  );
});
