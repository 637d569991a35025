/** After a create with an unknown outcome, the program searches for the key. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { HttpRequest } from '../../src/http/types.ts';
import { CHECK_FOR_KEY, HOME, KEYS, ORG_ID, PROJECT_ID } from '../support/fixtures.ts';
import { fakeSystem, NOW } from '../support/inProcess/fakeSystem.ts';
import { runAsCaller, runOn, startAsCaller } from '../support/inProcess/runCommand.ts';
import {
  isUnauthorized,
  lost,
  type ResponsesByRequest,
  respondWith,
} from '../support/inProcess/scriptedResponses.ts';

const CREATE = ['organizations', 'apiKeys', 'create', '--desc', 'CI', '--role', 'ORG_MEMBER'];
const MAKE = `POST api/atlas/v2/orgs/${ORG_ID}/apiKeys`;
const LIST = `GET api/atlas/v2/orgs/${ORG_ID}/apiKeys?includeCount=true&itemsPerPage=500&pageNum=1`;
const MAYBE = 'The API key may have been created.';

const dropped = () => {
  throw lost('ECONNRESET');
};

/** An ID of a key that was created so many seconds after the run began. */
const idAt = (seconds: number, rest = '00') =>
  (Math.floor(NOW / 1000) + seconds).toString(16) + rest.padStart(16, '0');
const key = (seconds: number, desc = 'CI', rest?: string) => ({ id: idAt(seconds, rest), desc });
const deletion = (id: string) => `atlas organizations apiKeys delete ${id} --orgId ${ORG_ID}`;

/** Standard error without its first line, after a create that was dropped. */
async function saidAfter(responses: ResponsesByRequest, argv = CREATE): Promise<string> {
  const { status, stdout, stderr } = await runAsCaller(argv, {
    responses: { [MAKE]: dropped, ...responses },
  });
  expect([status, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(/^Error: Post ".*": EOF\n/);
  return stderr.replace(/^.*\n/, '');
}

const listing = (...results: unknown[]): ResponsesByRequest => ({ [LIST]: { json: { results } } });

test('when a key has appeared, then it is named with the command that deletes it', async () => {
  const { id } = key(2);
  expect(await saidAfter(listing(key(2)))).toBe(
    `API key ${id} has this description and was created since this run began. It is the key of another run, or its private key is lost. Delete it with: ${deletion(id)}\n`,
  );
});

test('when several keys have appeared, then all of them are named', async () => {
  const [one, two] = [key(0, 'CI', '1'), key(3, 'CI', '2')];
  const said = await saidAfter(listing(one, two));
  expect(said).toMatch(
    /^2 API keys have this description .*: \w{24}, \w{24}\. At most one of them was created by this run/,
  );
  for (const { id } of [one, two]) expect(said).toContain(deletion(id));
});

test.each([
  ['older', key(-1)],
  ['of another description', key(2, 'CI 2')],
])('when the only key is %s, then it is not named', async (_, other) => {
  expect(await saidAfter(listing(other))).toBe(
    `${MAYBE} No new API key with this description was found, but it may still appear. ${CHECK_FOR_KEY}`,
  );
});

test('when the key is on the second page, then it is found', async () => {
  const others = Array.from({ length: 500 }, (_, at) => key(-100, 'CI', String(at)));
  const second = LIST.replace('pageNum=1', 'pageNum=2');
  const said = await saidAfter({ ...listing(...others), [second]: { json: { results: [key(1)] } } });
  expect(said).toContain(idAt(1));
});

describe('the clocks differ', () => {
  /** A run on a machine whose clock is behind the service's. */
  async function saidWhenBehind(seconds: number, listed: { id: string }): Promise<string> {
    const date = new Date(NOW + seconds * 1000).toUTCString();
    const responses = { [MAKE]: dropped, ...listing(listed) };
    const system = fakeSystem({
      env: { ...HOME, ...KEYS, MONGODB_ATLAS_ORG_ID: ORG_ID },
      fetch: async (url, request: HttpRequest) => {
        const response = await respondWith(responses)(url, request);
        if (!isUnauthorized({ url, ...request })) (response.headers as Headers).set('date', date);
        return response;
      },
    });
    return (await runOn(system, CREATE)).stderr;
  }

  test('when the clock of this machine is slow, then a key from before the run is not named', async () => {
    expect(await saidWhenBehind(600, key(598))).toContain('No new API key with this description');
    expect(await saidWhenBehind(600, key(600))).toContain(idAt(600));
  });

  test('when the clock of this machine is fast, then the new key is still found', async () => {
    expect(await saidWhenBehind(-600, key(-600))).toContain(idAt(-600));
  });
});

describe('the list cannot be had', () => {
  afterEach(() => vi.restoreAllMocks());

  test.each<[string, ResponsesByRequest, string]>([
    [
      'refused',
      { [LIST]: { status: 403, json: { errorCode: 'USER_UNAUTHORIZED' } } },
      'HTTP 403, USER_UNAUTHORIZED',
    ],
    ['dropped', { [LIST]: dropped }, 'no response'],
    ['of another form', { [LIST]: { json: [] } }, 'the response is invalid'],
  ])('when the list is %s, then the error says so', async (_, responses, reason) => {
    expect(await saidAfter(responses)).toBe(
      `${MAYBE} The list of API keys could not be read (${reason}). ${CHECK_FOR_KEY}`,
    );
  });

  test('when the search takes more than ten seconds, then it ends', async () => {
    const limits: number[] = [];
    const original = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      limits.push(ms);
      return original(ms === 10_000 ? 1 : ms);
    });
    const said = await saidAfter({ [LIST]: () => new Promise<never>(() => {}) });
    expect(said).toContain('could not be read (no response within 10 s)');
    expect(limits).toContain(10_000);
  });

  test('when a signal arrives during the search, then it ends, and the status is still 3', async () => {
    const running = startAsCaller(CREATE, {
      responses: {
        [MAKE]: dropped,
        [LIST]: () => {
          running.signal('SIGINT', 2);
          return new Promise<never>(() => {});
        },
      },
    });
    const { status, stderr } = await running.done;
    expect(status).toBe(3);
    expect(stderr).toContain('could not be read (interrupted by SIGINT)');
  });
});

test('when a signal ended the create, then there is no search', async () => {
  const running = startAsCaller(CREATE, {
    responses: {
      [MAKE]: () => {
        running.signal('SIGINT', 2);
        return new Promise<never>(() => {});
      },
    },
  });
  const { status, requests } = await running.done;
  expect([status, requests]).toEqual([130, [MAKE]]);
});

test('when a profile was selected, then the command that deletes selects it', async () => {
  expect(await saidAfter(listing(key(2)), [...CREATE, '-P', 'ci'])).toContain(
    `${deletion(idAt(2))} --profile ci\n`,
  );
});

test('when the command creates nothing, then there is no search', async () => {
  const id = idAt(0);
  const { requests } = await runAsCaller(['organizations', 'apiKeys', 'delete', id, '--force'], {
    responses: { [`DELETE api/atlas/v2/orgs/${ORG_ID}/apiKeys/${id}`]: dropped },
  });
  expect(requests).toHaveLength(1);
});

test('when the key was created in a project, then the search is there, and the deletion in the organization', async () => {
  const keys = `api/atlas/v2/groups/${PROJECT_ID}/apiKeys`;
  const { stderr } = await runAsCaller(
    ['projects', 'apiKeys', 'create', '--desc', 'CI', '--role', 'GROUP_OWNER'],
    {
      responses: {
        [`POST ${keys}`]: dropped,
        [`GET ${keys}?includeCount=true&itemsPerPage=500&pageNum=1`]: { json: { results: [key(2)] } },
        [`GET api/atlas/v2/groups/${PROJECT_ID}`]: { json: { id: PROJECT_ID, orgId: ORG_ID } },
      },
    },
  );
  expect(stderr).toContain(`Delete it with: ${deletion(idAt(2))}\n`);
});
