/** Commands accept a public key in place of an ID. */
import { expect, test } from 'vitest';
import { NEW_KEY_ID, ORG_ID, PROJECT_ID } from '../../../support/fixtures.ts';
import { runAsCaller } from '../../../support/inProcess/runCommand.ts';

const KEYS = `api/atlas/v2/orgs/${ORG_ID}/apiKeys`;
const PROJECT_KEYS = `api/atlas/v2/groups/${PROJECT_ID}/apiKeys`;
const pageQuery = (page: number) => `?includeCount=true&itemsPerPage=500&pageNum=${page}`;
const key = { desc: 'CI', id: NEW_KEY_ID, publicKey: 'zmmrboas' };
const others = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `other${index}`, publicKey: 'abcdefgh' }));

const describe = (reference: string, responses: Parameters<typeof runAsCaller>[1]) =>
  runAsCaller(['organizations', 'apiKeys', 'describe', reference], responses);

test('when describe is given a public key, then the key is found and asked for by its ID', async () => {
  const responses = {
    [`GET ${KEYS}${pageQuery(1)}`]: { json: { results: [...others(2), key], totalCount: 3 } },
    [`GET ${KEYS}/${NEW_KEY_ID}`]: { json: key },
  };
  const { requests, stdout, status } = await describe('zmmrboas', { responses });
  expect(requests).toEqual(Object.keys(responses));
  expect(stdout).toContain(NEW_KEY_ID);
  expect(status).toBe(0);
});

test('when the public key is on the second page, then it is found there', async () => {
  const responses = {
    [`GET ${KEYS}${pageQuery(1)}`]: { json: { results: others(500), totalCount: 501 } },
    [`GET ${KEYS}${pageQuery(2)}`]: { json: { results: [key], totalCount: 501 } },
    [`GET ${KEYS}/${NEW_KEY_ID}`]: { json: key },
  };
  const { requests, status } = await describe('zmmrboas', { responses });
  expect({ requests, status }).toEqual({ requests: Object.keys(responses), status: 0 });
});

test('when the list changes and a key occurs twice, then it is still one key', async () => {
  const responses = {
    [`GET ${KEYS}${pageQuery(1)}`]: { json: { results: [...others(499), key], totalCount: 501 } },
    [`GET ${KEYS}${pageQuery(2)}`]: { json: { results: [key], totalCount: 501 } },
    [`GET ${KEYS}/${NEW_KEY_ID}`]: { json: key },
  };
  const { status } = await describe('zmmrboas', { responses });
  expect(status).toBe(0);
});

test('when no key has the public key, then that is an error', async () => {
  const responses = { [`GET ${KEYS}${pageQuery(1)}`]: { json: { results: others(3), totalCount: 3 } } };
  const { requests, stderr, status } = await describe('zmmrboas', { responses });
  expect({ requests: requests.length, status }).toEqual({ requests: 1, status: 1 });
  expect(stderr).toMatch(
    new RegExp(`^Error: no API key of organization ${ORG_ID} has the public key zmmrboas\n`),
  );
});

test('when two keys have the public key, then that is an error', async () => {
  const responses = {
    [`GET ${KEYS}${pageQuery(1)}`]: { json: { results: [key, { ...key, id: 'another' }], totalCount: 2 } },
  };
  const argv = ['organizations', 'apiKeys', 'delete', 'zmmrboas', '--force'];
  const { requests, stderr, status } = await runAsCaller(argv, { responses });
  expect({ requests: requests.length, status }).toEqual({ requests: 1, status: 1 });
  expect(stderr).toBe(
    `Error: 2 API keys of organization ${ORG_ID} have the public key zmmrboas\nIdentify the key by its ID: ${NEW_KEY_ID}, another.\n`,
  );
});

test.each(['zmmrboa', 'zmmrboass', 'ZMMRBOAS', 'zmm-boas', NEW_KEY_ID])(
  'when the Atlas CLI is %s, which is not a public key, then it is sent as it is',
  async (reference) => {
    const responses = { [`GET ${KEYS}/${reference}`]: { json: key } };
    const { requests } = await describe(reference, { responses });
    expect(requests).toEqual(Object.keys(responses));
  },
);

test.each([
  [['assign', 'zmmrboas', '--desc', 'x'], `PATCH ${KEYS}/${NEW_KEY_ID}`, { json: key }],
  [['delete', 'zmmrboas', '--force'], `DELETE ${KEYS}/${NEW_KEY_ID}`, { status: 204 }],
  [
    ['accessLists', 'list', 'zmmrboas'],
    `GET ${KEYS}/${NEW_KEY_ID}/accessList?includeCount=true&itemsPerPage=100&pageNum=1`,
    { json: {} },
  ],
  [
    ['accessLists', 'create', '--apiKey', 'zmmrboas', '--ip', '192.0.2.1'],
    `POST ${KEYS}/${NEW_KEY_ID}/accessList?includeCount=true&itemsPerPage=100&pageNum=1`,
    { json: {} },
  ],
  [
    ['accessLists', 'delete', '192.0.2.1', '--apiKey', 'zmmrboas', '--force'],
    `DELETE ${KEYS}/${NEW_KEY_ID}/accessList/192.0.2.1`,
    { status: 204 },
  ],
])('when %j names a key by its public key, then its ID is used', async (words, request, answer) => {
  const responses = {
    [`GET ${KEYS}${pageQuery(1)}`]: { json: { results: [key], totalCount: 1 } },
    [request]: answer,
  };
  const { requests, stderr, status } = await runAsCaller(['organizations', 'apiKeys', ...words], {
    responses,
  });
  expect({ requests, stderr, status }).toEqual({
    requests: Object.keys(responses),
    stderr: '',
    status: 0,
  });
});

test('when a key is to be removed from a project, then it is looked up among the keys of the project', async () => {
  const responses = {
    [`GET ${PROJECT_KEYS}${pageQuery(1)}`]: { json: { results: [key], totalCount: 1 } },
    [`DELETE ${PROJECT_KEYS}/${NEW_KEY_ID}`]: { status: 204 },
  };
  const { requests, status } = await runAsCaller(['projects', 'apiKeys', 'delete', 'zmmrboas', '--force'], {
    responses,
  });
  expect({ requests, status }).toEqual({ requests: Object.keys(responses), status: 0 });
});

/** The project belongs to another organization than the one in the environment. */
const OWNER = '5b2c4af0d013312aa1023456';
const ASSIGN = ['projects', 'apiKeys', 'assign', 'zmmrboas', '--role', 'GROUP_OWNER'];
const PROJECT = `GET api/atlas/v2/groups/${PROJECT_ID}`;
const OWNER_KEYS = `GET api/atlas/v2/orgs/${OWNER}/apiKeys`;

test('when a key is to be assigned to a project, then it is looked up among the keys of its organization', async () => {
  const responses = {
    [PROJECT]: { json: { id: PROJECT_ID, orgId: OWNER } },
    [`${OWNER_KEYS}${pageQuery(1)}`]: { json: { results: others(500), totalCount: 501 } },
    [`${OWNER_KEYS}${pageQuery(2)}`]: { json: { results: [key], totalCount: 501 } },
    [`PATCH ${PROJECT_KEYS}/${NEW_KEY_ID}?includeCount=true&itemsPerPage=100&pageNum=1`]: { json: {} },
  };
  const { requests, bodies, status } = await runAsCaller(ASSIGN, { responses });
  expect({ requests, bodies, status }).toEqual({
    requests: Object.keys(responses),
    bodies: [{ roles: ['GROUP_OWNER'] }],
    status: 0,
  });
});

test('when the organization of the project has no such key, then the error names the organization', async () => {
  const responses = {
    [PROJECT]: { json: { id: PROJECT_ID, orgId: OWNER } },
    [`${OWNER_KEYS}${pageQuery(1)}`]: { json: { results: others(3), totalCount: 3 } },
  };
  const { requests, stderr, status } = await runAsCaller(ASSIGN, { responses });
  expect({ requests, status }).toEqual({ requests: Object.keys(responses), status: 1 });
  expect(stderr.split('\n')[0]).toBe(
    `Error: no API key of organization ${OWNER} has the public key zmmrboas`,
  );
});

test('when the project does not name its organization, then nothing is assigned', async () => {
  const responses = { [PROJECT]: { json: { id: PROJECT_ID } } };
  const { requests, stderr, status } = await runAsCaller(ASSIGN, { responses });
  expect({ requests, stderr, status }).toEqual({
    requests: Object.keys(responses),
    stderr: `Error: the response does not contain the organization of project ${PROJECT_ID}\n`,
    status: 1,
  });
});

test('when a key is assigned by its ID, then nothing is looked up', async () => {
  const responses = {
    [`PATCH ${PROJECT_KEYS}/${NEW_KEY_ID}?includeCount=true&itemsPerPage=100&pageNum=1`]: { json: {} },
  };
  const { requests } = await runAsCaller(
    ['projects', 'apiKeys', 'assign', NEW_KEY_ID, '--role', 'GROUP_OWNER'],
    {
      responses,
    },
  );
  expect(requests).toEqual(Object.keys(responses));
});
