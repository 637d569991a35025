/** Recovery of a new key that cannot be printed. */
import { describe, expect, test } from 'vitest';
import { type FakeOptions, systemError } from '../support/fakeSystem.ts';
import { HOME, KEYS, NEW_KEY, ORG_ID } from '../support/fixtures.ts';
import {
  brokenBody,
  challenge,
  jsonReply,
  lost,
  NO_LIST,
  noList,
  type Reply,
  reply,
} from '../support/replies.ts';
import type { CommandRun } from '../support/runCommand.ts';
import { create } from '../support/runCreate.ts';

const ANSWER = JSON.stringify(NEW_KEY);
const FILE = '/home/ada/.config/atlascli/recovered-response-20260102T030405Z-00000002.json';
const PROBLEM = 'Error: cannot write to standard output: ENOSPC\n';
const IN_FILE = `The API key was created. The response, including the private key, is in ${FILE} (only you can read it).\n`;
const ABOVE =
  'The API key was created. The response, including the private key, is shown above; save it now, because it will not be shown again.\n';
const NOWHERE =
  'The API key was created, but its response could not be saved: delete the API key and create another.\n';
const LOOK = `Before you try again, check with: atlas organizations apiKeys list --orgId ${ORG_ID}\n`;

const fullDisk = { write: () => Promise.reject(systemError('ENOSPC')) };

/** A create whose standard output takes nothing. */
const unprinted = (options: FakeOptions = {}): Promise<CommandRun> =>
  create({ stdout: fullDisk, ...options });

const made = ({ system }: CommandRun): [string, { text: string; mode: number }][] =>
  [...system.disk].filter(([path]) => path.includes('recovered-response'));

/** A standard error that records text, but fails for the new private key. */
function choosyStderr(isTerminal: boolean) {
  const taken: string[] = [];
  const stderr = {
    isTerminal,
    write: async (written: string | Uint8Array) => {
      const text = typeof written === 'string' ? written : new TextDecoder().decode(written);
      if (text.includes(NEW_KEY.privateKey)) throw systemError('EPIPE');
      taken.push(text);
    },
  };
  return { stderr, taken };
}

describe('standard error is not a terminal', () => {
  test('when the folder can be written, then the response goes into a new private file, and not to standard error', async () => {
    const run = await unprinted();
    expect([run.status, run.stderr]).toEqual([3, PROBLEM + IN_FILE]);
    expect(made(run)).toEqual([[FILE, { text: ANSWER, mode: 0o600 }]]);
  });

  test('when the folder is outside the profile folder on Windows, then it is said who can read the file', async () => {
    const { stderr } = await unprinted({
      platform: 'win32',
      env: { AppData: '/shared', USERPROFILE: '/ada' },
    });
    expect(stderr).toMatch(/ is in \/shared\/\S+ \(everyone who can read its folder can read it\)\.\n$/);
  });

  test('when the folder cannot be written, then the response goes to standard error', async () => {
    const run = await unprinted({ createFails: 'EROFS' });
    expect([run.status, run.stderr]).toEqual([3, `${ANSWER}\n${PROBLEM}${ABOVE}`]);
  });

  test('when there is no folder, then the response goes to standard error', async () => {
    const run = await unprinted({ env: { HOME: '' } });
    expect(run.stderr).toBe(`${ANSWER}\n${PROBLEM}${ABOVE}`);
    expect(made(run)).toEqual([]);
  });

  test('when such a file is there already, then it is not overwritten', async () => {
    const run = await unprinted({ files: { [FILE]: 'older' } });
    expect(run.system.disk.get(FILE)?.text).toBe('older');
    expect(run.stderr).toBe(`${ANSWER}\n${PROBLEM}${ABOVE}`);
  });

  test('when the folder cannot be written and standard error is closed, then the user is told to begin again', async () => {
    const run = await unprinted({ createFails: 'EROFS', stderr: { isClosed: async () => true } });
    expect([run.status, run.stderr]).toEqual([3, PROBLEM + NOWHERE]);
  });

  test('when the folder cannot be written and standard error breaks, then it is not called saved', async () => {
    const { stderr, taken } = choosyStderr(false);
    await unprinted({ createFails: 'EROFS', stderr });
    expect(taken).toEqual([PROBLEM + NOWHERE]);
  });

  test('when standard error is closed, then the file is written anyway', async () => {
    expect(made(await unprinted({ stderr: { isClosed: async () => true } }))).toHaveLength(1);
  });
});

describe('standard error is a terminal', () => {
  test('when it takes the answer, then the response is shown there, and no file is made', async () => {
    const run = await unprinted({ stderr: { isTerminal: true } });
    expect(run.stderr).toBe(`${ANSWER}\n${PROBLEM}${ABOVE}`);
    expect(made(run)).toEqual([]);
  });

  test('when the response contains control characters, then it goes into a file, unchanged', async () => {
    const body = `{"id": "x\u009b31m", "publicKey": "q", "privateKey": "p"}`;
    const replies = [challenge, reply(200, body, { 'content-type': 'application/json' })];
    const run = await unprinted({ stderr: { isTerminal: true }, replies });
    expect(run.stderr).toBe(PROBLEM + IN_FILE);
    expect(made(run)[0]?.[1].text).toBe(body);
  });

  test('when there are control characters and no file can be made, then the terminal gets them as text', async () => {
    const body = `{"id": "x\u009b31m", "publicKey": "q", "privateKey": "p"}`;
    const replies = [challenge, reply(200, body, { 'content-type': 'application/json' })];
    const run = await unprinted({ stderr: { isTerminal: true }, replies, createFails: 'EROFS' });
    expect(run.stderr).toContain('{"id": "x\\x9b31m", "publicKey": "q", "privateKey": "p"}\n');
  });

  test('when it breaks, then the response goes into a file', async () => {
    const { stderr, taken } = choosyStderr(true);
    const run = await unprinted({ stderr });
    expect(taken).toEqual([PROBLEM + IN_FILE]);
    expect(made(run)).toEqual([[FILE, { text: ANSWER, mode: 0o600 }]]);
  });

  test('when it is closed, then the response goes into a file', async () => {
    const run = await unprinted({ stderr: { isTerminal: true, isClosed: async () => true } });
    expect(run.stderr).toBe(PROBLEM + IN_FILE);
  });

  test('when it breaks and the folder cannot be written, then the user is told to begin again', async () => {
    const { stderr, taken } = choosyStderr(true);
    await unprinted({ stderr, createFails: 'EACCES' });
    expect(taken).toEqual([PROBLEM + NOWHERE]);
  });
});

describe('what is handed over', () => {
  const json = (body: string | ReadableStream<Uint8Array>): Reply =>
    reply(200, body, { 'content-type': 'application/json' });

  test.each<[string, Reply, string, string, string?]>([
    ['is not JSON', json('{"privateKey": "half'), '{"privateKey": "half', 'the response is not JSON'],
    [
      'is of another type',
      reply(200, '<p>key</p>', { 'content-type': 'text/html' }),
      '<p>key</p>',
      'the response is not JSON but text/html',
    ],
    [
      'has a field of the wrong type',
      jsonReply({ id: 5 }),
      '{"id":5}',
      'the response is not what the API describes: its id is not of type string',
    ],
    [
      'has a wrong field inside',
      jsonReply({ roles: [{ roleName: 1 }] }),
      '{"roles":[{"roleName":1}]}',
      'the response is not what the API describes: its roles.0.roleName is not of type string',
    ],
    [
      'is a list',
      jsonReply([NEW_KEY]),
      `[${ANSWER}]`,
      'the response is not what the API describes: it is not of type object',
    ],
    [
      'is null',
      jsonReply(null),
      'null',
      'the response is not what the API describes: it is not of type object',
    ],
    [
      'breaks off',
      json(brokenBody('{"id": "x", "privateKey": "p"', lost('ECONNRESET'))),
      '{"id": "x", "privateKey": "p"',
      `Post "https://cloud.mongodb.com/api/atlas/v2/orgs/${ORG_ID}/apiKeys": EOF`,
      `${NO_LIST} `,
    ],
  ])('when the response %s, then it is saved as it came', async (_, answer, saved, problem, looked = '') => {
    const run = await create({ replies: [challenge, answer, ...noList] });
    expect([run.status, run.stdout]).toEqual([3, '']);
    const [[path = ''] = []] = made(run);
    expect(run.stderr).toBe(
      `Error: ${problem}\nThe API key may have been created. The response is in ${path} (only you can read it). ${looked}${LOOK}`,
    );
    expect(made(run).map(([, { text }]) => text)).toEqual([saved]);
  });

  test('when the output was printed, then no file is made', async () => {
    expect(made(await create())).toEqual([]);
  });

  test('when nothing of the response was read, then there is nothing to save, and the outcome is unknown', async () => {
    const run = await create({
      replies: [challenge, reply(200, '', { 'content-type': 'application/json' })],
    });
    expect(made(run)).toEqual([]);
    expect(run.stderr).toMatch(/^Error: the response is empty\nThe API key may have been created\./);
  });

  test('when the system is macOS, then the file is in the folder of its configuration', async () => {
    const run = await unprinted({ platform: 'darwin' });
    expect(made(run)[0]?.[0]).toMatch(
      /^\/home\/ada\/Library\/Application Support\/atlascli\/recovered-response-/,
    );
  });

  test('when a file is made, then the caller’s own private key is not in it', async () => {
    expect(made(await unprinted({ env: HOME }))[0]?.[1].text).not.toContain(
      KEYS.MONGODB_ATLAS_PRIVATE_API_KEY,
    );
  });
});
