import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PROMPT_TIMEOUT_MS, REPLY_TIMEOUT_MS } from '../../src/keyring/keyring.ts';
import { openSecretService } from '../../src/keyring/secretService.ts';
import { type FakeBus, type FakeBusOptions, fakeBus } from '../support/keyring/fakeBus.ts';

const SERVICE = 'atlascli_ci';
const SECRETS = { [`${SERVICE} private_api_key`]: 'a sécret', [`${SERVICE} public_api_key`]: 'abcdefgh' };
const USERS = ['public_api_key', 'private_api_key', 'access_token'];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(bus: FakeBus, onPrompt = vi.fn()) {
  return openSecretService({ connect: bus.connect, sockets: ['/bus'], userId: 1000, onPrompt });
}

async function read(options: FakeBusOptions) {
  const bus = fakeBus(options);
  const keyring = await open(bus);
  try {
    return await keyring.read(SERVICE, USERS);
  } finally {
    keyring.close();
  }
}

const FOUND = new Map([
  ['public_api_key', 'abcdefgh'],
  ['private_api_key', 'a sécret'],
]);

test('when entries exist, then their values are read, and others are left out', async () => {
  expect(await read({ secrets: SECRETS })).toEqual(FOUND);
});

test('when the user signs in to the bus, then by the digits of the user ID in hexadecimal', async () => {
  const bus = fakeBus();
  await open(bus);
  expect(bus.signIn).toEqual(['\0AUTH EXTERNAL 31303030', 'BEGIN']);
});

test.each([
  ['byte by byte', { pieceBytes: 1 }],
  ['in pieces of 7 bytes', { pieceBytes: 7 }],
  ['all at once', { pieceBytes: 1_000_000 }],
  ['in big-endian order', { isBigEndian: true }],
  ['in big-endian order and in pieces', { isBigEndian: true, pieceBytes: 3 }],
])('when answers come %s, then they are understood', async (_, options) => {
  expect(await read({ secrets: SECRETS, ...options })).toEqual(FOUND);
});

test('when there is no login collection, then the default one is used', async () => {
  const bus = fakeBus({ secrets: SECRETS, collections: ['/org/freedesktop/secrets/collection/other'] });
  const keyring = await open(bus);
  await keyring.read(SERVICE, USERS);
  const searched = bus.messages.filter(({ member }) => member === 'SearchItems').map(({ path }) => path);
  expect(new Set(searched)).toEqual(new Set(['/org/freedesktop/secrets/aliases/default']));
});

test('when a value is written, then with the label and attributes that go-keyring uses', async () => {
  const bus = fakeBus();
  const keyring = await open(bus);
  await keyring.write({ service: SERVICE, user: 'client_secret' }, 'né\u{1F511}');
  expect(bus.secrets.get(`${SERVICE} client_secret`)).toBe('né\u{1F511}');
  const { body = [] } = bus.messages.find(({ member }) => member === 'CreateItem') ?? {};
  expect(new Map(body[0] as [string, unknown][])).toEqual(
    new Map<string, unknown>([
      [
        'org.freedesktop.Secret.Item.Label',
        { signature: 's', value: `Password for 'client_secret' on '${SERVICE}'` },
      ],
      [
        'org.freedesktop.Secret.Item.Attributes',
        {
          signature: 'a{ss}',
          value: [
            ['username', 'client_secret'],
            ['service', SERVICE],
          ],
        },
      ],
    ]),
  );
  expect((body[1] as unknown[])[3]).toBe('text/plain; charset=utf8');
  expect(body[2]).toBe(true);
});

test('when an entry is removed, then it is gone, and one that does not exist is no error', async () => {
  const bus = fakeBus({ secrets: SECRETS });
  const keyring = await open(bus);
  await keyring.remove({ service: SERVICE, user: 'private_api_key' });
  await keyring.remove({ service: SERVICE, user: 'private_api_key' });
  expect([...bus.secrets.keys()]).toEqual([`${SERVICE} public_api_key`]);
});

test('when the keyring is locked and its owner unlocks it, then they are told before, and values are read', async () => {
  const bus = fakeBus({ secrets: SECRETS, whenAsked: 'unlock' });
  const onPrompt = vi.fn(() => expect(bus.calls).not.toContain('Prompt'));
  const keyring = await open(bus, onPrompt);
  expect(await keyring.read(SERVICE, USERS)).toEqual(FOUND);
  expect(onPrompt).toHaveBeenCalledTimes(1);
  expect(bus.calls.indexOf('AddMatch')).toBeLessThan(bus.calls.indexOf('Prompt'));
});

test('when the prompt is dismissed, then the keyring is locked', async () => {
  await expect(read({ secrets: SECRETS, whenAsked: 'dismiss' })).rejects.toMatchObject({ problem: 'locked' });
});

test('when nobody answers the prompt, then the waiting ends after 45 s', async () => {
  const result = read({ secrets: SECRETS, whenAsked: 'nothing' });
  const rejected = expect(result).rejects.toMatchObject({ problem: 'locked' });
  await vi.advanceTimersByTimeAsync(PROMPT_TIMEOUT_MS);
  await rejected;
});

test.each(['Hello', 'OpenSession', 'Unlock', 'SearchItems', 'GetSecret'])(
  'when the bus is mute from %s on, then the waiting ends after 3 s',
  async (muteFrom) => {
    const rejected = expect(read({ secrets: SECRETS, muteFrom })).rejects.toMatchObject({
      problem: 'silent',
    });
    await vi.advanceTimersByTimeAsync(REPLY_TIMEOUT_MS);
    await rejected;
  },
);

test.each(['OpenSession', 'Unlock', 'SearchItems', 'GetSecret'])(
  'when the connection is cut at %s, then that is an error',
  async (closeAt) => {
    await expect(read({ secrets: SECRETS, closeAt })).rejects.toMatchObject({ problem: 'failed' });
  },
);

test.each([
  ['an HTTP server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ['a bus that rejects the user', 'REJECTED EXTERNAL\r\n'],
  ['something that sends no lines', 'x'.repeat(2000)],
  ['something that sends bytes after OK', 'OK 1234\r\n\x00\x01\x02\x03'.repeat(8)],
])('when the socket is that of %s, then that is an error', async (_, greeting) => {
  await expect(read({ greeting })).rejects.toMatchObject({ problem: 'failed' });
});

test.each([
  ['too large', Uint8Array.from([0x6c, 2, 0, 1, 255, 255, 255, 127, 1, 0, 0, 0, 0, 0, 0, 0])],
  ['no message', new TextEncoder().encode('GARBAGE GARBAGE GARBAGE')],
  [
    'of an unknown type',
    Uint8Array.from([0x6c, 2, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8, 1, 103, 0, 1, 33, 0, 0]),
  ],
])('when an answer is %s, then that is an error', async (_, bytes) => {
  await expect(read({ secrets: SECRETS, garbage: { Unlock: bytes } })).rejects.toMatchObject({
    problem: 'failed',
  });
});

test.each([
  ['ServiceUnknown', 'org.freedesktop.DBus.Error.ServiceUnknown', 'missing'],
  ['a daemon that cannot be started', 'org.freedesktop.DBus.Error.Spawn.ChildExited', 'missing'],
  ['UnknownMethod', 'org.freedesktop.DBus.Error.UnknownMethod', 'missing'],
  ['UnknownObject', 'org.freedesktop.DBus.Error.UnknownObject', 'missing'],
  ['IsLocked', 'org.freedesktop.Secret.Error.IsLocked', 'locked'],
  ['AccessDenied', 'org.freedesktop.DBus.Error.AccessDenied', 'failed'],
])('when the service answers %s, then the error says what that means', async (_, code, problem) => {
  await expect(read({ errors: { Unlock: code } })).rejects.toMatchObject({ problem });
  await expect(read({ errors: { OpenSession: code } })).rejects.toMatchObject({ problem });
});

test('when the service says something in an error, then the message does not repeat it', async () => {
  await expect(read({ errors: { Unlock: 'org.example.Error.Odd' } })).rejects.toThrow(
    /^the keyring answered org\.example\.Error\.Odd$/,
  );
});

test('when no socket accepts a connection, then there is no keyring', async () => {
  const connect = async () => {
    throw new Error('ENOENT');
  };
  const options = { connect, sockets: ['/a', '/b'], userId: 0, onPrompt: vi.fn() };
  await expect(openSecretService(options)).rejects.toMatchObject({ problem: 'missing' });
});

test('when opening fails, then the connection is closed', async () => {
  const bus = fakeBus({ errors: { OpenSession: 'org.freedesktop.DBus.Error.ServiceUnknown' } });
  await expect(open(bus)).rejects.toThrow();
  expect(bus.isClosed()).toBe(true);
});
