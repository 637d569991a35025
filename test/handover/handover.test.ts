/** A key was created and cannot be printed: its private half must land somewhere. */
import { describe, expect, test } from 'vitest';
import { type FakeOptions, systemError } from '../support/fakeSystem.ts';
import { brokenBody, challenge, jsonReply, nodeFailure, type Reply, reply } from '../support/replies.ts';
import { create, HOME, KEYS, NEW_KEY, ORG, type Run } from '../support/runCreate.ts';

const ANSWER = JSON.stringify(NEW_KEY);
const FILE = '/home/ada/.config/atlascli/unprinted-answer-20260102T030405Z-00000002.json';
const PROBLEM = 'Error: cannot write to standard output: ENOSPC\n';
const IN_FILE = `The API key was created. Its answer, private key included, is in ${FILE} (only you can read it).\n`;
const ABOVE =
  'The API key was created. Its answer, private key included, stands above. It is not shown again: save it now.\n';
const NOWHERE =
  'The API key was created. Its answer could be saved nowhere: delete the key and create another.\n';

const fullDisk = { write: () => Promise.reject(systemError('ENOSPC')) };

/** A create whose standard output takes nothing. */
const unprinted = (options: FakeOptions = {}): Promise<Run> => create({ stdout: fullDisk, ...options });

const made = ({ system }: Run): [string, { text: string; mode: number }][] =>
  [...system.disk].filter(([path]) => path.includes('unprinted'));

/** A standard error that records, and refuses what holds the new private key. */
function choosyStderr(isTerminal: boolean) {
  const taken: string[] = [];
  const stderr = {
    isTerminal,
    write: async (text: string) => {
      if (text.includes(NEW_KEY.privateKey)) throw systemError('EPIPE');
      taken.push(text);
    },
  };
  return { stderr, taken };
}

describe('standard error is not a terminal', () => {
  test('when the folder can be written, then the answer goes into a new private file, and not to standard error', async () => {
    const run = await unprinted();
    expect([run.exit, run.stderr]).toEqual([1, PROBLEM + IN_FILE]);
    expect(made(run)).toEqual([[FILE, { text: ANSWER, mode: 0o600 }]]);
  });

  test('when the folder is outside the profile folder on Windows, then it is said who can read the file', async () => {
    const { stderr } = await unprinted({
      platform: 'win32',
      env: { AppData: '/shared', USERPROFILE: '/ada' },
    });
    expect(stderr).toMatch(/ is in \/shared\/\S+ \(whoever can read its folder can read it\)\.\n$/);
  });

  test('when the folder cannot be written, then the answer goes to standard error', async () => {
    const run = await unprinted({ createFails: 'EROFS' });
    expect([run.exit, run.stderr]).toEqual([1, `${ANSWER}\n${PROBLEM}${ABOVE}`]);
  });

  test('when there is no folder, then the answer goes to standard error', async () => {
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
    const run = await unprinted({ createFails: 'EROFS', stderr: { isClosed: () => true } });
    expect([run.exit, run.stderr]).toEqual([1, PROBLEM + NOWHERE]);
  });

  test('when the folder cannot be written and standard error breaks, then it is not called saved', async () => {
    const { stderr, taken } = choosyStderr(false);
    await unprinted({ createFails: 'EROFS', stderr });
    expect(taken).toEqual([PROBLEM + NOWHERE]);
  });

  test('when standard error is closed, then the file is written all the same', async () => {
    expect(made(await unprinted({ stderr: { isClosed: () => true } }))).toHaveLength(1);
  });
});

describe('standard error is a terminal', () => {
  test('when it takes the answer, then the answer is shown there, and no file is made', async () => {
    const run = await unprinted({ stderr: { isTerminal: true } });
    expect(run.stderr).toBe(`${ANSWER}\n${PROBLEM}${ABOVE}`);
    expect(made(run)).toEqual([]);
  });

  test('when the answer holds control characters, then the terminal does not get them', async () => {
    const answer = `{"id": "x\u009b31m", "privateKey": "p"}`;
    const replies = [challenge, reply(200, answer, { 'content-type': 'application/json' })];
    const run = await unprinted({ stderr: { isTerminal: true }, replies });
    expect(run.stderr).toContain('{"id": "x\\x9b31m", "privateKey": "p"}\n');
  });

  test('when it breaks, then the answer goes into a file', async () => {
    const { stderr, taken } = choosyStderr(true);
    const run = await unprinted({ stderr });
    expect(taken).toEqual([PROBLEM + IN_FILE]);
    expect(made(run)).toEqual([[FILE, { text: ANSWER, mode: 0o600 }]]);
  });

  test('when it is closed, then the answer goes into a file', async () => {
    const run = await unprinted({ stderr: { isTerminal: true, isClosed: () => true } });
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

  test.each<[string, Reply, string, string]>([
    ['is not JSON', json('{"privateKey": "half'), '{"privateKey": "half', 'the answer is not JSON'],
    [
      'is of another type',
      reply(200, '<p>key</p>', { 'content-type': 'text/html' }),
      '<p>key</p>',
      'the answer is not JSON but text/html',
    ],
    [
      'has a field of the wrong type',
      jsonReply({ id: 5 }),
      '{"id":5}',
      'the answer is not what the API describes: its id is not of type string',
    ],
    [
      'has a wrong field inside',
      jsonReply({ roles: [{ roleName: 1 }] }),
      '{"roles":[{"roleName":1}]}',
      'the answer is not what the API describes: its roles.0.roleName is not of type string',
    ],
    [
      'is a list',
      jsonReply([NEW_KEY]),
      `[${ANSWER}]`,
      'the answer is not what the API describes: it is not of type object',
    ],
    [
      'is null',
      jsonReply(null),
      'null',
      'the answer is not what the API describes: it is not of type object',
    ],
    [
      'breaks off',
      json(brokenBody('{"id": "x", "privateKey": "p"', nodeFailure('ECONNRESET'))),
      '{"id": "x", "privateKey": "p"',
      `Post "https://cloud.mongodb.com/api/atlas/v2/orgs/${ORG}/apiKeys": EOF`,
    ],
  ])('when the answer %s, then it is saved as it came', async (_, answer, saved, problem) => {
    const run = await create({ replies: [challenge, answer] });
    expect([run.exit, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toBe(`Error: ${problem}\n${IN_FILE}`);
    expect(made(run).map(([, { text }]) => text)).toEqual([saved]);
  });

  test('when the output was printed, then no file is made', async () => {
    expect(made(await create())).toEqual([]);
  });

  test('when nothing of the answer was read, then there is nothing to save, and the outcome is unknown', async () => {
    const run = await create({
      replies: [challenge, reply(200, '', { 'content-type': 'application/json' })],
    });
    expect(made(run)).toEqual([]);
    expect(run.stderr).toMatch(/^Error: the answer is empty\nThe API key may exist all the same\./);
  });

  test('when the system is macOS, then the file is in the folder of its configuration', async () => {
    const run = await unprinted({ platform: 'darwin' });
    expect(made(run)[0]?.[0]).toMatch(
      /^\/home\/ada\/Library\/Application Support\/atlascli\/unprinted-answer-/,
    );
  });

  test('when a file is made, then the caller’s own private key is not in it', async () => {
    expect(made(await unprinted({ env: HOME }))[0]?.[1].text).not.toContain(
      KEYS.MONGODB_ATLAS_PRIVATE_API_KEY,
    );
  });
});
