/** Deletions ask for confirmation. */
import { expect, test, vi } from 'vitest';
import { NEW_KEY_ID, ORG_ID, PROJECT_ID } from '../support/fixtures.ts';
import { runAsCaller, startAsCaller } from '../support/inProcess/runCommand.ts';
import type { ResponseParts } from '../support/inProcess/scriptedResponses.ts';

const KEY = `api/atlas/v2/orgs/${ORG_ID}/apiKeys/${NEW_KEY_ID}`;
const PROJECT_KEYS = `api/atlas/v2/groups/${PROJECT_ID}/apiKeys`;
const key = { desc: 'CI deploy', id: NEW_KEY_ID, publicKey: 'zmmrboas' };
const DELETE_KEY = ['organizations', 'apiKeys', 'delete', NEW_KEY_ID];
const responses = {
  [`GET ${KEY}`]: { json: key },
  [`DELETE ${KEY}`]: { status: 204 },
  [`DELETE ${KEY}/accessList/192.0.2.0%2F24`]: { status: 204 },
  [`GET ${PROJECT_KEYS}?includeCount=true&itemsPerPage=500&pageNum=1`]: { json: { results: [key] } },
  [`DELETE ${PROJECT_KEYS}/${NEW_KEY_ID}`]: { status: 204 },
};

test('when there is no terminal and no --force, then there is no question and nothing is deleted', async () => {
  const { requests, stdout, stderr, status } = await runAsCaller(DELETE_KEY, { responses });
  expect({ requests, stdout, status }).toEqual({ requests: [], stdout: '', status: 1 });
  expect(stderr).toBe(
    'Error: there is no terminal to ask for confirmation, so nothing was deleted\nTo delete without confirmation, add --force.\n',
  );
});

test('when --force=false is given without a terminal, then nothing is deleted', async () => {
  const { requests, status } = await runAsCaller([...DELETE_KEY, '--force=false'], { responses });
  expect({ requests, status }).toEqual({ requests: [], status: 1 });
});

test('when --force is given on a terminal, then there is no question and no lookup', async () => {
  const { requests, stdout, stderr, status } = await runAsCaller([...DELETE_KEY, '--force'], {
    responses,
    terminal: true,
  });
  expect({ requests, stdout, stderr, status }).toEqual({
    requests: [`DELETE ${KEY}`],
    stdout: `API Key '${NEW_KEY_ID}' deleted\n`,
    stderr: '',
    status: 0,
  });
});

test.each([
  [DELETE_KEY, 'Delete API key "CI deploy" (zmmrboas)?', `DELETE ${KEY}`],
  [
    ['organizations', 'apiKeys', 'accessLists', 'delete', '192.0.2.0/24', '--apiKey', NEW_KEY_ID],
    'Remove 192.0.2.0/24 from the access list of API key "CI deploy" (zmmrboas)?',
    `DELETE ${KEY}/accessList/192.0.2.0%2F24`,
  ],
  [
    ['projects', 'apiKeys', 'delete', NEW_KEY_ID],
    `Remove API key "CI deploy" (zmmrboas) from project ${PROJECT_ID}?`,
    `DELETE ${PROJECT_KEYS}/${NEW_KEY_ID}`,
  ],
])(
  'when %j is run on a terminal, then the question names what is deleted, and yes deletes it',
  async (argv, question, request) => {
    const confirm = vi.fn(async () => 'yes' as const);
    const { requests, status } = await runAsCaller(argv, { responses, terminal: true, confirm });
    expect(confirm.mock.calls).toEqual([[question, expect.any(AbortSignal)]]);
    expect({ last: requests.at(-1), status }).toEqual({ last: request, status: 0 });
  },
);

test.each([
  [DELETE_KEY, 'API Key not deleted\n'],
  [['projects', 'apiKeys', 'delete', NEW_KEY_ID], 'API Key not deleted\n'],
  [
    ['organizations', 'apiKeys', 'accessLists', 'delete', '192.0.2.0/24', '--apiKey', NEW_KEY_ID],
    'Access list entry not deleted\n',
  ],
])('when the answer to %j is no, then the output says so and nothing is deleted', async (argv, said) => {
  const { requests, stdout, status } = await runAsCaller(argv, {
    responses,
    terminal: true,
    confirm: async () => 'no',
  });
  expect(requests.filter((request) => request.startsWith('DELETE'))).toEqual([]);
  expect({ stdout, status }).toEqual({ stdout: said, status: 0 });
});

test.each([
  ['interrupted', 130, 'Error: interrupted by SIGINT\n'],
  ['ended', 1, 'Error: the input ended without an answer, nothing was deleted\n'],
] as const)(
  'when the question is %s, then nothing is deleted and the status is %i',
  async (answer, expected, said) => {
    const { requests, stderr, status } = await runAsCaller(DELETE_KEY, {
      responses,
      terminal: true,
      confirm: async () => answer,
    });
    expect({ requests, stderr, status }).toEqual({
      requests: [`GET ${KEY}`],
      stderr: said,
      status: expected,
    });
  },
);

test('when a signal arrives during the question, then the question ends first and the status is that of the signal', async () => {
  const closed = vi.fn();
  const { done, signal } = startAsCaller(DELETE_KEY, {
    responses,
    terminal: true,
    confirm: (_, aborted) =>
      new Promise((resolve) => {
        aborted.addEventListener('abort', () => {
          closed();
          resolve('interrupted');
        });
        signal('SIGTERM', 15);
      }),
  });
  const { requests, stderr, status } = await done;
  expect(closed).toHaveBeenCalledOnce();
  expect({ requests, stderr, status }).toEqual({
    requests: [`GET ${KEY}`],
    stderr: 'Error: interrupted by SIGTERM\n',
    status: 143,
  });
});

test('when a description contains control characters, then the question shows them as escapes', async () => {
  const confirm = vi.fn(async (_: string) => 'no' as const);
  const nasty = { [`GET ${KEY}`]: { json: { ...key, desc: 'safe\u001b[2K\r\nDelete nothing' } } };
  await runAsCaller(DELETE_KEY, { responses: nasty, terminal: true, confirm });
  expect(confirm.mock.calls[0]?.[0]).toBe('Delete API key "safe\\x1b[2K\\x0d\\nDelete nothing" (zmmrboas)?');
});

test('when a key has no description, then the question says so', async () => {
  const confirm = vi.fn(async (_: string) => 'no' as const);
  const nameless = { [`GET ${KEY}`]: { json: { ...key, desc: null } } };
  await runAsCaller(DELETE_KEY, { responses: nameless, terminal: true, confirm });
  expect(confirm.mock.calls[0]?.[0]).toBe('Delete API key without a description (zmmrboas)?');
});

test('when the key does not exist, then there is no question, and the hint shows how to check', async () => {
  const none = { [`GET ${KEY}`]: { status: 404, json: { error: 404, errorCode: 'API_KEY_NOT_FOUND' } } };
  const { requests, stderr, status } = await runAsCaller(DELETE_KEY, { responses: none, terminal: true });
  expect({ requests, status }).toEqual({ requests: [`GET ${KEY}`], status: 1 });
  expect(stderr.split('\n')[1]).toBe(
    `List the keys with: atlas organizations apiKeys list --orgId ${ORG_ID}`,
  );
});

test('when the project has no such key, then there is no question', async () => {
  const list = `GET ${PROJECT_KEYS}?includeCount=true&itemsPerPage=500&pageNum=1`;
  const { requests, stderr, status } = await runAsCaller(['projects', 'apiKeys', 'delete', NEW_KEY_ID], {
    responses: { [list]: { json: { results: [] } } },
    terminal: true,
  });
  expect({ requests, status }).toEqual({ requests: [list], status: 1 });
  expect(stderr).toBe(`Error: project ${PROJECT_ID} has no API key with the ID ${NEW_KEY_ID}\n`);
});

test.each<[string, ResponseParts]>([
  ['204', { status: 204 }],
  ['200 and nothing', { status: 200, text: '' }],
  ['200 and an object', { status: 200, json: {} }],
])('when the response to a deletion is %s, then the output says that it was deleted', async (_, response) => {
  const { stdout, status } = await runAsCaller([...DELETE_KEY, '--force'], {
    responses: { [`DELETE ${KEY}`]: response },
  });
  expect({ stdout, status }).toEqual({ stdout: `API Key '${NEW_KEY_ID}' deleted\n`, status: 0 });
});

test.each<[string, ResponseParts]>([
  ['a page', { status: 200, text: '<html>', type: 'text/html' }],
  ['broken JSON', { status: 200, text: '{"a":' }],
  ['a list', { status: 200, json: [] }],
  ['null', { status: 200, json: null }],
  ['202', { status: 202, json: {} }],
])(
  'when the response to a deletion is %s, then it may have been deleted, and the status is 3',
  async (_, response) => {
    const { stdout, stderr, status } = await runAsCaller([...DELETE_KEY, '--force'], {
      responses: { [`DELETE ${KEY}`]: response },
    });
    expect({ stdout, status }).toEqual({ stdout: '', status: 3 });
    expect(stderr).toContain(
      `\nThe API key may have been deleted. Before you try again, check with: atlas organizations apiKeys list --orgId ${ORG_ID}\n`,
    );
  },
);

test('when the profile asks for JSON, then a deletion, which takes no --output, prints its text', async () => {
  const { stdout } = await runAsCaller([...DELETE_KEY, '--force'], {
    responses,
    env: { MONGODB_ATLAS_OUTPUT: 'json' },
  });
  expect(stdout).toBe(`API Key '${NEW_KEY_ID}' deleted\n`);
});

// `DELETE …/apiKeys/..` is, once resolved, `DELETE …/orgs/<ID>/`.
test.each(['.', '..', ''])('when the ID is "%s", then no request is sent', async (id) => {
  const { requests, stderr, status } = await runAsCaller([
    'organizations',
    'apiKeys',
    'delete',
    id,
    '--force',
  ]);
  expect({ requests, stderr, status }).toEqual({
    requests: [],
    stderr: `Error: the provided value '${id}' is not a valid ID\n`,
    status: 1,
  });
});
