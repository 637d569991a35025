/** Fields of credentials are checked before they are used or shown, whatever their origin. */
import { describe, expect, test } from 'vitest';
import { CLIENT_ID, CONFIG, HOME, KEYS, NEW_KEY, PRIVATE_KEY_UUID } from '../support/fixtures.ts';
import { CLIENT_SECRET, LIVE_TOKEN, token } from '../support/inProcess/accounts.ts';
import { run } from '../support/inProcess/runCommand.ts';
import { COMPLETE, createWith } from '../support/inProcess/runCreate.ts';
import { challenge, jsonResponse } from '../support/inProcess/scriptedResponses.ts';

const JSON_TEXT = `{"publicKey":"kxqpbnyt","privateKey":"${PRIVATE_KEY_UUID}"}`;

const COMMANDS: [string, string[]][] = [
  ['a create', ['organizations', 'apiKeys', 'create', ...COMPLETE]],
  ['a dry run', ['organizations', 'apiKeys', 'create', ...COMPLETE, '--dryRun']],
  ['a list', ['organizations', 'list']],
  ['auth whoami', ['auth', 'whoami']],
];
const variable = (property: string) => `MONGODB_ATLAS_${property.toUpperCase()}`;

/** The two fields in the place where the command finds them, and the name of the place in messages. */
const SOURCES = [
  {
    source: 'the environment',
    options: (values: Record<string, string>) => ({
      env: {
        ...HOME,
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [variable(name), value])),
      },
    }),
    placeOf: variable,
    nameOf: variable,
  },
  {
    source: 'the profile',
    options: (values: Record<string, string>) => ({
      env: HOME,
      files: {
        [CONFIG]: `[default]\n${Object.entries(values)
          .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
          .join('')}`,
      },
    }),
    placeOf: (property: string) => `${property} in profile "default" of ${CONFIG}`,
    nameOf: (property: string) => property,
  },
];

describe.each(COMMANDS)('%s', (_, argv) => {
  describe.each(SOURCES)('$source', ({ options, placeOf, nameOf }) => {
    const refused = async (values: Record<string, string>) => {
      const { status, stdout, stderr, system } = await run(argv, options(values));
      expect([status, stdout, system.requests]).toEqual([1, '', []]);
      for (const value of Object.values(values)) expect(stderr).not.toContain(value);
      expect(stderr).not.toContain(PRIVATE_KEY_UUID);
      return stderr;
    };

    test('when both values are the JSON of a secret manager, then the error says so, and does not show it', async () => {
      expect(await refused({ public_api_key: JSON_TEXT, private_api_key: JSON_TEXT })).toBe(
        `Error: ${placeOf('public_api_key')} contains JSON\nSet it to the public API key only.\n`,
      );
    });

    test('when the public and the private key are swapped, then the error says so, and shows neither', async () => {
      expect(await refused({ public_api_key: PRIVATE_KEY_UUID, private_api_key: 'kxqpbnyt' })).toBe(
        `Error: ${placeOf('public_api_key')} contains a UUID, which is the form of a private key\nCheck whether ${nameOf('public_api_key')} and ${nameOf('private_api_key')} are swapped.\n`,
      );
    });

    test('when the client ID and the client secret are swapped, then the error says so, and shows neither', async () => {
      expect(await refused({ client_id: CLIENT_SECRET, client_secret: CLIENT_ID })).toBe(
        `Error: ${placeOf('client_id')} contains the client secret of a service account\nCheck whether ${nameOf('client_id')} and ${nameOf('client_secret')} are swapped.\n`,
      );
    });

    test('when an API key is set as a service account, then the error names the right variables', async () => {
      expect(await refused({ client_id: 'kxqpbnyt', client_secret: PRIVATE_KEY_UUID })).toBe(
        `Error: ${placeOf('client_secret')} contains a UUID, which is the form of a private key\nSet the public API key as ${nameOf('public_api_key')} and the private API key as ${nameOf('private_api_key')}.\n`,
      );
    });

    test('when a service account is set as an API key, then the error names the right variables', async () => {
      expect(await refused({ public_api_key: CLIENT_ID, private_api_key: CLIENT_SECRET })).toBe(
        `Error: ${placeOf('public_api_key')} contains the client ID of a service account\nSet the client ID as ${nameOf('client_id')} and the client secret as ${nameOf('client_secret')}.\n`,
      );
    });

    test('when a value is in quotes, then the error says so', async () => {
      expect(await refused({ public_api_key: 'kxqpbnyt', private_api_key: `"${PRIVATE_KEY_UUID}"` })).toBe(
        `Error: ${placeOf('private_api_key')} contains a value in quotes\nRemove the quotes: they are part of the value. For example, docker --env-file keeps them.\n`,
      );
    });

    test('when a session contains something other than tokens, then it is not sent', async () => {
      expect(await refused({ access_token: `${LIVE_TOKEN} x`, refresh_token: 'refresh-1' })).toBe(
        `Error: ${placeOf('access_token')} contains a space\nSet it to the access token only.\n`,
      );
    });
  });
});

test.each(SOURCES)(
  'when the values in $source have white space around them, then it is removed',
  async ({ options }) => {
    const around = (value: string) => `\ufeff \u00a0\t${value} \r\n`;
    const values = { public_api_key: around('kxqpbnyt'), private_api_key: around(PRIVATE_KEY_UUID) };
    const dry = await run(['organizations', 'apiKeys', 'create', ...COMPLETE, '--dryRun'], options(values));
    expect(dry.stdout).toContain('Digest, public key kxqpbnyt, private key redacted');
    const created = await createWith(COMPLETE, {
      responses: [challenge, jsonResponse(NEW_KEY)],
      ...options(values),
    });
    expect(created.status).toBe(0);
    const plain = await createWith(COMPLETE, {
      responses: [challenge, jsonResponse(NEW_KEY)],
      ...options({ public_api_key: 'kxqpbnyt', private_api_key: PRIVATE_KEY_UUID }),
    });
    const sent = ({ system }: typeof created) =>
      system.requests.map(({ headers }) => headers['authorization']);
    expect(sent(created)).toEqual(sent(plain));
  },
);

test('when the values of a service account have white space around them, then the token is requested without it', async () => {
  const env = {
    ...HOME,
    MONGODB_ATLAS_CLIENT_ID: `${CLIENT_ID} `,
    MONGODB_ATLAS_CLIENT_SECRET: `${CLIENT_SECRET}\n`,
  };
  const { system } = await createWith(COMPLETE, { env, responses: [token('t'), jsonResponse(NEW_KEY)] });
  expect(system.requests[0]?.headers['authorization']).toBe(`Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}`);
});

test('when the environment has another pair that is complete, then an invalid one is ignored', async () => {
  const env = {
    ...HOME,
    MONGODB_ATLAS_CLIENT_ID: CLIENT_ID,
    MONGODB_ATLAS_CLIENT_SECRET: CLIENT_SECRET,
    ...KEYS,
  };
  const bad = { ...env, MONGODB_ATLAS_PUBLIC_API_KEY: PRIVATE_KEY_UUID };
  expect((await run(['auth', 'whoami'], { env: bad })).stdout).toBe(
    `Logged in as ${CLIENT_ID} service account\n`,
  );
});

test('when a token in a profile has a line end, then signing out ends that session', async () => {
  const profile = `[default]\naccess_token = "${LIVE_TOKEN}\\n"\nrefresh_token = "refresh-1 "\n`;
  const { status, system } = await run(['auth', 'logout', '--force'], {
    env: HOME,
    files: { [CONFIG]: profile },
    responses: [jsonResponse({})],
  });
  expect(status).toBe(0);
  expect(new URLSearchParams(system.requests[0]?.body).get('token')).toBe('refresh-1');
});

test('when a token is invalid, then signing out sends nothing', async () => {
  const profile = `[default]\naccess_token = "${LIVE_TOKEN}"\nrefresh_token = "{\\"a\\": 1}"\n`;
  const { status, stderr, system } = await run(['auth', 'logout', '--force'], {
    env: HOME,
    files: { [CONFIG]: profile },
  });
  expect([status, system.requests]).toEqual([1, []]);
  expect(stderr).toBe(
    `Error: refresh_token in profile "default" of ${CONFIG} contains JSON\nSet it to the refresh token only.\n`,
  );
});
