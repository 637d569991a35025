/** `--envFile`: only the new file contains the private key. */
import { describe, expect, test } from 'vitest';
import { NEW_KEY, NEW_KEY_ENV_FILE } from '../support/fixtures.ts';
import {
  type FakeOptions,
  type FakeSystem,
  fakeSystem,
  systemError,
} from '../support/inProcess/fakeSystem.ts';
import { type CommandRun, runOn } from '../support/inProcess/runCommand.ts';
import { COMPLETE, create, withKeys } from '../support/inProcess/runCreate.ts';
import {
  challenge,
  failure,
  jsonResponse,
  lost,
  noList,
  type ScriptedResponse,
} from '../support/inProcess/scriptedResponses.ts';

const CREATE = ['organizations', 'apiKeys', 'create', ...COMPLETE];
const FILE = '/tmp/ci.env';
const TAKE_IN = ` new API key is in file ${FILE}.`;

const withFile = (options: FakeOptions = {}, flags: readonly string[] = []): Promise<CommandRun> =>
  create(options, ['--envFile', FILE, ...flags]);

const fileOf = ({ system }: CommandRun) => system.disk.get(FILE);
const withNewKey = (response: unknown): ScriptedResponse[] => [challenge, jsonResponse(response)];
const fullDisk = { write: () => Promise.reject(systemError('ENOSPC')) };

test('when a key is created, then the file contains the pair and only its owner can read it', async () => {
  const run = await withFile();
  expect([run.status, run.stderr, fileOf(run)]).toEqual([0, '', { text: NEW_KEY_ENV_FILE, mode: 0o600 }]);
});

describe('the output', () => {
  test.each([
    ['text', [], 'Private API Key redacted\n'],
    ['json', ['-o', 'json'], '"privateKey": "redacted"'],
    ['json-path', ['-o', 'json-path=$.privateKey'], 'redacted'],
    ['go-template', ['-o', 'go-template={{.PrivateKey}}{{.}}'], 'redacted'],
  ])('when it is %s, then the private key reads redacted', async (_, flags, part) => {
    const { stdout } = await withFile({}, flags);
    expect(stdout).toContain(part);
    expect(stdout).not.toContain(NEW_KEY.privateKey);
  });

  test('when the private key is in another field as well, then it is redacted there, too', async () => {
    const desc = `made with ${NEW_KEY.privateKey}.`;
    const { stdout } = await withFile({ responses: withNewKey({ ...NEW_KEY, desc }) }, ['-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ desc: 'made with redacted.', privateKey: 'redacted' });
  });

  test('when there is a terminal, then the user is told where the private key is', async () => {
    const { stderr } = await withFile({ stdout: { isTerminal: true }, stderr: { isTerminal: true } });
    expect(stderr).toBe(`The private key is in file ${FILE}.\n`);
  });

  test('when others may be able to read the file on Windows, then a message says so too', async () => {
    const terminals = { stdout: { isTerminal: true }, stderr: { isTerminal: true } };
    const path = 'C:\\keys\\ci.env';
    const { stderr } = await create({ platform: 'win32', ...terminals }, ['--envFile', path]);
    expect(stderr).toBe(
      `The private key is in file ${path}. Everyone who can read its folder can read it.\n`,
    );
  });

  test('when standard output is closed, then the key is created anyway', async () => {
    const run = await withFile({ stdout: { isClosed: async () => true } });
    expect([run.status, fileOf(run)?.text]).toEqual([0, NEW_KEY_ENV_FILE]);
  });
});

describe('nothing is sent', () => {
  test.each<[string, FakeOptions & { files?: Record<string, string> }, string]>([
    ['is there already', { files: { [FILE]: 'older' } }, 'it already exists and is not overwritten'],
    ['cannot be made', { createFails: 'EACCES' }, 'permission denied'],
    ['has a name of 300 letters', { createFails: 'ENAMETOOLONG' }, 'the name is too long'],
  ])('when the file %s, then no request is sent', async (_, options, reason) => {
    const { status, stderr, system } = await withFile({ ...options, responses: [] });
    expect([status, stderr]).toEqual([
      1,
      `Error: cannot create the file ${FILE}: ${reason}\nNothing was created. Specify a new file in an existing folder.\n`,
    ]);
    expect(system.requests).toEqual([]);
    expect(system.disk.get(FILE)?.text).toBe(options.files?.[FILE]);
  });

  test.each([
    ['NUL', 'it is a device, not a regular file'],
    ['C:\\keys\\con.env', 'it is a device, not a regular file'],
    ['a?b', 'its name contains "?", which Windows does not allow'],
  ])('when %s is not a file name on Windows, then no request is sent', async (path, reason) => {
    const { status, stderr, system } = await create({ platform: 'win32', responses: [] }, [
      '--envFile',
      path,
    ]);
    expect([status, stderr.split('\n')[0]]).toEqual([1, `Error: cannot create the file ${path}: ${reason}`]);
    expect([system.requests, [...system.disk]]).toEqual([[], []]);
  });

  test('when the system opens what is not a regular file, then no request is sent', async () => {
    const { status, stderr, system } = await withFile({ createFails: 'EFTYPE', responses: [] });
    expect([status, stderr.split('\n')[0], system.requests]).toEqual([
      1,
      `Error: cannot create the file ${FILE}: it is not a regular file`,
      [],
    ]);
  });

  test('when the path is empty, then no request is sent', async () => {
    const { status, stderr, system } = await create({ responses: [] }, ['--envFile', '']);
    expect([status, stderr, system.requests]).toEqual([
      1,
      'Error: --envFile requires the path of a new file\n',
      [],
    ]);
  });
});

describe('the key is not created, or nobody knows', () => {
  test('when the service refuses, then no file is left', async () => {
    const run = await withFile({ responses: [challenge, jsonResponse({ errorCode: 'BAD' }, 400)] });
    expect([run.status, fileOf(run)]).toEqual([1, undefined]);
    expect(run.stderr).not.toContain(FILE);
  });

  test('when the connection is lost, then no file is left, and the error says both', async () => {
    const run = await withFile({ responses: [challenge, failure(lost('ECONNRESET')), ...noList] });
    expect([run.status, fileOf(run)]).toEqual([3, undefined]);
    expect(run.stderr).toMatch(
      /\nThe API key may have been created\. Nothing was written to file \/tmp\/ci\.env\. .* check with: atlas organizations apiKeys list --orgId \w+\n$/,
    );
  });
});

describe('the key is created, and something fails', () => {
  test('when standard output fails, then the file has the key and standard error says so', async () => {
    const run = await withFile({ stdout: fullDisk });
    expect([run.status, run.stderr]).toEqual([
      3,
      `Error: cannot write to standard output: ENOSPC\nThe${TAKE_IN}\n`,
    ]);
    expect(fileOf(run)?.text).toBe(NEW_KEY_ENV_FILE);
  });

  test('when a signal arrives before the output, then the file has the key and the status is 3', async () => {
    const system = fakeSystem(
      withKeys({
        stdout: {
          write() {
            system.signal('SIGTERM', 15);
            return new Promise(() => {});
          },
        },
      }),
    );
    const run = await runOn(system, [...CREATE, '--envFile', FILE]);
    expect([run.status, run.stderr]).toEqual([3, `Error: interrupted by SIGTERM\nThe${TAKE_IN}\n`]);
    expect(fileOf(run)?.text).toBe(NEW_KEY_ENV_FILE);
  });

  test('when the file cannot be written, then the response is recovered and no file is left', async () => {
    const run = await withFile({ writeFails: 'ENOSPC' });
    expect(run.status).toBe(3);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(
      /^Error: cannot write the file \/tmp\/ci\.env: the disk is full\nThe API key was created\. The response, including the private key, is in .*recovered-response-/,
    );
    expect(fileOf(run)).toBeUndefined();
  });

  test.each([
    ['holds no private key', { ...NEW_KEY, privateKey: undefined }, 'the response contains no private key'],
    ['holds no public key', { ...NEW_KEY, publicKey: '' }, 'the response contains no public key'],
    [
      'holds what a shell would run',
      { ...NEW_KEY, privateKey: '$(id)' },
      'the new key contains characters that are not allowed in an environment file',
    ],
  ])('when the response %s, then it is recovered', async (_, response, problem) => {
    const run = await withFile({ responses: withNewKey(response) });
    expect(run.stderr).toMatch(
      new RegExp(`^Error: ${problem}\nThe API key (was|may have been) created\\. (Its|The) response`),
    );
    expect(fileOf(run)).toBeUndefined();
  });
});

describe('the unused file cannot be removed', () => {
  const LEFT = `Warning: cannot remove the unused file ${FILE}: permission denied\n`;
  const stuck = (options: FakeOptions): FakeSystem => {
    const system = fakeSystem(withKeys(options));
    const { openPrivate } = system.files;
    system.files.openPrivate = (path) => ({
      ...openPrivate.call(system.files, path),
      remove() {
        throw systemError('EPERM');
      },
    });
    return system;
  };

  test('when Atlas refuses, then the error is the one of Atlas, and the warning names the file', async () => {
    const system = stuck({ responses: [challenge, jsonResponse({ errorCode: 'BAD' }, 400)] });
    const { status, stderr } = await runOn(system, [...CREATE, '--envFile', FILE]);
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${LEFT}Error: .*Error code: "BAD"`));
  });

  test('when the key could not be stored there, then a message says where the response is', async () => {
    const system = stuck({ writeFails: 'ENOSPC' });
    const { status, stderr } = await runOn(system, [...CREATE, '--envFile', FILE]);
    expect(status).toBe(3);
    expect(stderr).toMatch(
      new RegExp(
        `^${LEFT}Error: cannot write the file .*\nThe API key was created\\. The response, .*recovered-`,
      ),
    );
  });

  test('when the outcome is unknown, then the error still says so', async () => {
    const system = stuck({ responses: [challenge, failure(lost('ECONNRESET')), ...noList] });
    const { stderr } = await runOn(system, [...CREATE, '--envFile', FILE]);
    expect(stderr).toMatch(new RegExp(`^${LEFT}Error: .*\n.*The API key may have been created\\.`));
  });

  test('when it was a dry run, then that is not a failure', async () => {
    const { status, stdout, stderr } = await runOn(stuck({ responses: [] }), [
      ...CREATE,
      '--envFile',
      FILE,
      '--dryRun',
    ]);
    expect([status, stderr]).toEqual([0, LEFT]);
    expect(stdout).toContain('Nothing was sent.');
  });
});

test('when a signal arrives while the file is opened, then no file is left and nothing is sent', async () => {
  const system = fakeSystem(withKeys({ responses: [] }));
  const openPrivate = system.files.openPrivate.bind(system.files);
  system.files.openPrivate = (path) => {
    const file = openPrivate(path);
    system.signal('SIGTERM', 15);
    return file;
  };
  const { status, stderr } = await runOn(system, [...CREATE, '--envFile', FILE]);
  expect({ status, stderr }).toEqual({ status: 143, stderr: 'Error: interrupted by SIGTERM\n' });
  expect(system.disk.has(FILE)).toBe(false);
});
