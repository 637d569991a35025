/** macOS and Windows: the commands, bytes and calls are those that go-keyring makes. Nobody has run them there. */
import { expect, test } from 'vitest';
import { sessionBusSockets } from '../../src/keyring/dbus/address.ts';
import { ValueTooLongError } from '../../src/keyring/keyring.ts';
import { openKeychain, type ProgramResult } from '../../src/keyring/macos.ts';
import { ERROR_NOT_FOUND, openCredentialManager } from '../../src/keyring/windows.ts';
import { CREDENTIAL, credentialStruct, wideString } from '../../src/keyring/windowsApi.ts';

const SERVICE = 'atlascli_my team';
const NOT_FOUND: ProgramResult = {
  status: 44,
  stdout: '',
  stderr: 'security: SecKeychainSearchCopyNext: The specified item could not be found in the keychain.\n',
};

function keychain(answer: ProgramResult) {
  const runs: [program: string, args: readonly string[], stdin: string][] = [];
  const keyring = openKeychain(async (...run) => {
    runs.push(run);
    return answer;
  });
  return { keyring, runs };
}

test.each([
  ['base64', 'go-keyring-base64:c8OpY3JldA==\n', 'sécret'],
  ['hexadecimal digits', 'go-keyring-encoded:73c3a963726574\n', 'sécret'],
  ['plain text', 'secret\n', 'secret'],
])('when the keychain holds %s, then the value is decoded', async (_, stdout, value) => {
  const { keyring, runs } = keychain({ status: 0, stdout, stderr: '' });
  expect(await keyring.read(SERVICE, ['private_api_key'])).toEqual(new Map([['private_api_key', value]]));
  expect(runs).toEqual([
    ['/usr/bin/security', ['find-generic-password', '-s', SERVICE, '-wa', 'private_api_key'], ''],
  ]);
});

test('when the keychain does not hold an entry, then there is no value', async () => {
  expect(await keychain(NOT_FOUND).keyring.read(SERVICE, ['client_id'])).toEqual(new Map());
});

test('when the keychain fails otherwise, then the error holds no output of the tool', async () => {
  const { keyring } = keychain({ status: 36, stdout: 'out', stderr: 'User interaction is not allowed.' });
  await expect(keyring.read(SERVICE, ['client_id'])).rejects.toThrow(
    /^\/usr\/bin\/security ended with status 36$/,
  );
});

test('when a value is written to the keychain, then it stands on standard input, quoted and in base64', async () => {
  const { keyring, runs } = keychain({ status: 0, stdout: '', stderr: '' });
  await keyring.write({ service: "atlascli_o'brien", user: 'private_api_key' }, 'sécret');
  expect(runs).toEqual([
    [
      '/usr/bin/security',
      ['-i'],
      `add-generic-password -U -s 'atlascli_o'"'"'brien' -a private_api_key -w go-keyring-base64:c8OpY3JldA==\n`,
    ],
  ]);
});

test('when a value is too long for one command of the keychain, then nothing is run', async () => {
  const { keyring, runs } = keychain({ status: 0, stdout: '', stderr: '' });
  const entry = { service: SERVICE, user: 'access_token' };
  await expect(keyring.write(entry, 'x'.repeat(3100))).rejects.toThrow(ValueTooLongError);
  expect(runs).toEqual([]);
});

test('when an entry of the keychain is removed, then one that is not there is no error', async () => {
  const { keyring, runs } = keychain(NOT_FOUND);
  await keyring.remove({ service: SERVICE, user: 'client_id' });
  expect(runs[0]?.[1]).toEqual(['delete-generic-password', '-s', SERVICE, '-a', 'client_id']);
});

function credentialManager() {
  const blobs = new Map<string, Uint8Array>();
  const users: string[] = [];
  const keyring = openCredentialManager({
    read(target) {
      const blob = blobs.get(target);
      return blob ? { code: 0, blob } : { code: ERROR_NOT_FOUND };
    },
    write(target, user, blob) {
      blobs.set(target, blob);
      users.push(user);
      return 0;
    },
    remove: (target) => (blobs.delete(target) ? 0 : ERROR_NOT_FOUND),
  });
  return { keyring, blobs, users };
}

test('when a value is written to the Credential Manager, then its blob is UTF-8, under the name that go-keyring gives it', async () => {
  const { keyring, blobs, users } = credentialManager();
  await keyring.write({ service: SERVICE, user: 'client_id' }, 'sé');
  expect([...blobs]).toEqual([[`${SERVICE}:client_id`, Uint8Array.from([0x73, 0xc3, 0xa9])]]);
  expect(users).toEqual(['client_id']);
  expect(await keyring.read(SERVICE, ['client_id', 'client_secret'])).toEqual(new Map([['client_id', 'sé']]));
});

test('when an entry of the Credential Manager is removed, then one that is not there is no error', async () => {
  const { keyring, blobs } = credentialManager();
  await keyring.write({ service: SERVICE, user: 'client_id' }, 'x');
  await keyring.remove({ service: SERVICE, user: 'client_id' });
  await keyring.remove({ service: SERVICE, user: 'client_id' });
  expect(blobs.size).toBe(0);
});

test('when a value is longer than 2560 bytes, then the Credential Manager does not get it', async () => {
  const { keyring, blobs } = credentialManager();
  const entry = { service: SERVICE, user: 'access_token' };
  await expect(keyring.write(entry, 'é'.repeat(1281))).rejects.toThrow(ValueTooLongError);
  expect(blobs.size).toBe(0);
});

test('when Windows answers with another error, then the message names its number', async () => {
  const keyring = openCredentialManager({
    read: () => ({ code: 5 }),
    write: () => 5,
    remove: () => 5,
  });
  await expect(keyring.read(SERVICE, ['client_id'])).rejects.toThrow('error 5');
});

test('when a CREDENTIALW is laid out, then as wincred.h has it on 64-bit Windows', () => {
  const struct = credentialStruct({ targetName: 0x11n, userName: 0x22n, blob: 0x33n, blobSize: 7 });
  expect(struct.length).toBe(80);
  expect([
    struct.readUInt32LE(CREDENTIAL.type),
    struct.readBigUInt64LE(8),
    struct.readUInt32LE(32),
    struct.readBigUInt64LE(40),
    struct.readUInt32LE(48),
    struct.readBigUInt64LE(72),
  ]).toEqual([1, 0x11n, 7, 0x33n, 2, 0x22n]);
  expect(wideString('aé')).toEqual(Buffer.from([0x61, 0, 0xe9, 0, 0, 0]));
});

test.each([
  [undefined, ['/run/user/1000/bus']],
  ['', ['/run/user/1000/bus']],
  ['autolaunch:', ['/run/user/1000/bus']],
  ['unix:path=/tmp/bus,guid=12', ['/tmp/bus']],
  ['unix:guid=12,path=/tmp/a%20b', ['/tmp/a b']],
  ['unix:abstract=/tmp/dbus-1', ['\0/tmp/dbus-1']],
  ['tcp:host=localhost;unix:path=/x;unix:path=/y', ['/x', '/y']],
  ['unix:path=%zz', []],
  ['unixexec:path=/bin/sh', []],
])('when the address of the session bus is %j, then the sockets are %j', (address, sockets) => {
  expect(sessionBusSockets(address, 1000)).toEqual(sockets);
});
