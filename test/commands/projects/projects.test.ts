import { expect, test } from 'vitest';
import { ORG_ID, PROJECT_ID } from '../../support/fixtures.ts';
import { runAsCaller } from '../../support/inProcess/runCommand.ts';

const PAGE = '?includeCount=true&itemsPerPage=100&pageNum=1';
const KEYS = `api/atlas/v2/groups/${PROJECT_ID}/apiKeys`;
const CREATE = ['projects', 'apiKeys', 'create', '--desc', 'CI', '--role', 'GROUP_OWNER'];
const created = { id: '65f1a2b3c4d5e6f708192a3b', publicKey: 'zmmrboas', privateKey: 'secret' };

test('when list is given an organization, then only its projects are requested', async () => {
  const list = `GET api/atlas/v2/orgs/${ORG_ID}/groups${PAGE}`;
  const { requests, status } = await runAsCaller(['projects', 'list', '--orgId', ORG_ID], {
    responses: { [list]: { json: { results: [] } } },
  });
  expect({ requests, status }).toEqual({ requests: [list], status: 0 });
});

test('when list is given what is not an ID, then no request is sent', async () => {
  const { requests, stderr } = await runAsCaller(['projects', 'list', '--orgId', 'nope']);
  expect({ requests, stderr }).toEqual({
    requests: [],
    stderr: "Error: the provided value 'nope' is not a valid ID\n",
  });
});

test('when --compact is given, then the keys of a project are printed as a list alone', async () => {
  const { stdout } = await runAsCaller(['projects', 'apiKeys', 'list', '-c', '-o', 'json'], {
    responses: { [`GET ${KEYS}${PAGE}`]: { json: { results: [{ id: 'a' }], totalCount: 1 } } },
  });
  expect(JSON.parse(stdout)).toEqual([{ id: 'a' }]);
});

test('when a key is created on a terminal, then one notice says that its private key is shown only once', async () => {
  const { stderr } = await runAsCaller(CREATE, {
    responses: { [`POST ${KEYS}`]: { json: created } },
    terminal: true,
  });
  expect(stderr).toBe('Save the private key of this API key now: it is shown only once.\n');
});

test('when standard output fails after a key was created, then the response is saved', async () => {
  const stdout = {
    write: async () => {
      throw new Error('ENOSPC: no space left on device, write');
    },
  };
  const { disk, stderr, status } = await runAsCaller(CREATE, {
    responses: { [`POST ${KEYS}`]: { json: created } },
    stdout,
  });
  expect([...disk.values()]).toEqual([{ text: JSON.stringify(created), mode: 0o600 }]);
  expect({ status, told: stderr.includes([...disk.keys()][0] ?? '?') }).toEqual({
    status: 3,
    told: true,
  });
});

test('when standard output is closed, then no key is created', async () => {
  const { requests, status } = await runAsCaller(CREATE, { stdout: { isClosed: async () => true } });
  expect({ requests, status }).toEqual({ requests: [], status: 1 });
});

test('when it is unknown whether a key was created, then the hint shows how to check in the project', async () => {
  const { stderr } = await runAsCaller(CREATE, {
    responses: {
      [`POST ${KEYS}`]: () => {
        throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
      },
      [`GET ${KEYS}?includeCount=true&itemsPerPage=500&pageNum=1`]: { json: { results: [] } },
    },
  });
  expect(stderr.split('\n')[1]).toBe(
    `The API key may have been created. No new API key with this description was found, but it may still appear. Before you try again, check with: atlas projects apiKeys list --projectId ${PROJECT_ID}`,
  );
});

test('when the project is unknown, then the hint names it', async () => {
  const { stderr } = await runAsCaller(['projects', 'apiKeys', 'list'], {
    responses: {
      [`GET ${KEYS}${PAGE}`]: { status: 404, json: { error: 404, errorCode: 'GROUP_NOT_FOUND' } },
    },
  });
  expect(stderr.split('\n')[1]).toBe(
    `The credentials, which came from MONGODB_ATLAS_PUBLIC_API_KEY, cannot access project ${PROJECT_ID}: check the ID and the profile.`,
  );
});
