/** `--storeWith`: a command of the user gets the key, and the private key is not shown. */
import { describe, expect, test } from 'vitest';
import type { CommandEnd } from '../../src/system/system.ts';
import type { FakeOptions } from '../support/fakeSystem.ts';
import { CONFIG, NEW_KEY, NEW_PRIVATE_KEY } from '../support/fixtures.ts';
import { challenge, failure, jsonReply, lost, noList } from '../support/replies.ts';
import { CREATED, create } from '../support/runCreate.ts';

const COMMAND = 'vault kv put -mount=secret atlas/ci -';
const ENDED: CommandEnd = { status: 0, hasReadAll: true };

const storeWith = (options: FakeOptions = {}, flags: readonly string[] = []) =>
  create({ runCommand: () => ENDED, ...options }, ['--storeWith', COMMAND, ...flags]);

test('when a command is given, then it gets the response as -o json prints it, and the output is redacted', async () => {
  const given: string[] = [];
  const done = await storeWith({
    runCommand: (command, input) => {
      given.push(command, input);
      return ENDED;
    },
  });
  const { stdout } = await create({}, ['-o', 'json']);
  expect(given).toEqual([COMMAND, stdout]);
  expect([done.status, done.stderr]).toEqual([0, '']);
  expect(done.stdout).toContain('Private API Key redacted\n');
});

test('when the output is JSON, then the private key is redacted there, too', async () => {
  const { stdout } = await storeWith({}, ['-o', 'json']);
  expect(JSON.parse(stdout)).toEqual({ ...NEW_KEY, privateKey: 'redacted' });
});

test('when a user at a terminal looks, then the command is named', async () => {
  const { stderr } = await storeWith({ terminal: true });
  expect(stderr).toBe(`The private key was passed to the command "${COMMAND}".\n`);
});

describe('the command does not take the key', () => {
  test.each<[string, CommandEnd, string]>([
    ['fails', { status: 2, hasReadAll: true }, 'ended with status 2'],
    ['is not there', { status: 127, hasReadAll: false }, 'ended with status 127'],
    ['is killed', { status: 137, signal: 'SIGKILL', hasReadAll: false }, 'ended with status 137 (SIGKILL)'],
    [
      'does not read',
      { status: 0, hasReadAll: false },
      'ended with status 0, but did not read all of the key',
    ],
  ])('when it %s, then the response is recovered and the status is 3', async (_, end, problem) => {
    const { status, stdout, stderr, disk } = await storeWith({ runCommand: () => end });
    expect([status, stdout]).toEqual([3, '']);
    const [path = ''] = [...disk.keys()];
    expect(disk.get(path)).toEqual({ text: JSON.stringify(NEW_KEY), mode: 0o600 });
    expect(stderr).toBe(
      `Error: the command "${COMMAND}" ${problem}\nThe API key was created. The response, including the private key, is in ${path} (only you can read it).\n`,
    );
  });

  test('when there is no shell, then the response is recovered', async () => {
    const { status, stderr } = await storeWith({
      runCommand: () => Promise.reject(Object.assign(new Error('spawn'), { code: 'ENOENT' })),
    });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^Error: cannot run the command "vault.*\nThe API key was created\. The response/);
  });
});

describe('together with other places', () => {
  const BOTH = ['--envFile', '/tmp/ci.env', '--saveProfile', 'ci'];

  test('when all work, then all have the key', async () => {
    const { stderr, disk } = await storeWith({ terminal: true }, BOTH);
    expect(stderr).toBe(
      `The private key is in profile "ci" of ${CONFIG} and file /tmp/ci.env. It was also passed to the command "${COMMAND}".\n`,
    );
    for (const path of [CONFIG, '/tmp/ci.env']) expect(disk.get(path)?.text).toContain(NEW_PRIVATE_KEY);
  });

  test('when the command fails, then a message says where the key is', async () => {
    const { status, stderr } = await storeWith({ runCommand: () => ({ status: 1, hasReadAll: true }) }, BOTH);
    expect([status, stderr]).toEqual([
      3,
      `Error: the command "${COMMAND}" ended with status 1\nThe new API key is in profile "ci" of ${CONFIG} and file /tmp/ci.env.\n`,
    ]);
  });

  test('when a file fails, then the command is run nevertheless', async () => {
    const { status, stderr } = await storeWith({ writeFails: 'ENOSPC' }, ['--envFile', '/tmp/ci.env']);
    expect([status, stderr]).toEqual([
      3,
      `Error: cannot write the file /tmp/ci.env: the disk is full\nThe new API key was passed to the command "${COMMAND}".\n`,
    ]);
  });

  test('when everything fails, then all of it is said and the response is recovered', async () => {
    const { stderr, disk } = await storeWith(
      { writeFails: 'ENOSPC', runCommand: () => ({ status: 1, hasReadAll: true }) },
      ['--envFile', '/tmp/ci.env'],
    );
    expect(stderr).toMatch(
      /^Error: cannot write the file \/tmp\/ci\.env: the disk is full; the command "vault .*" ended with status 1\nThe API key was created\. The response/,
    );
    expect([...disk.values()].filter(({ text }) => text.includes(NEW_PRIVATE_KEY))).toHaveLength(1);
  });
});

describe('no command is run', () => {
  test.each([
    ['', /^Error: --storeWith requires a command\n$/],
    ['vault "', /^Error: --storeWith: the shell cannot parse the command "vault ""\nNothing was created\./],
  ])('when the command is %j, then nothing is sent', async (command, said) => {
    const { status, stderr, requests } = await create({ replies: [] }, ['--storeWith', command]);
    expect([status, requests]).toEqual([1, []]);
    expect(stderr).toMatch(said);
  });

  test('when the service refuses, then no message mentions the command', async () => {
    const { status, stderr } = await create({ replies: [challenge, jsonReply({ errorCode: 'BAD' }, 400)] }, [
      '--storeWith',
      COMMAND,
    ]);
    expect(status).toBe(1);
    expect(stderr).not.toContain('vault');
  });

  test('when the outcome is unknown, then a message says so for the command', async () => {
    const { stderr } = await create({ replies: [challenge, failure(lost('ECONNRESET')), ...noList] }, [
      '--storeWith',
      COMMAND,
    ]);
    expect(stderr).toContain(`The command "${COMMAND}" was not run. `);
  });

  test('when it is a dry run, then the command is named as the place of the key', async () => {
    const { stdout } = await create({ replies: [] }, ['--storeWith', COMMAND, '--dryRun']);
    expect(stdout).toContain(`goes to command "${COMMAND}"`);
  });
});

test('when standard output is closed, then the command takes the key', async () => {
  const { status } = await storeWith({ replies: CREATED, stdout: { isClosed: async () => true } });
  expect(status).toBe(0);
});
