/** The stand-in Atlas itself: that it keeps state, and refuses what the API's description does not allow. */
import { createHash } from 'node:crypto';
import { getResponse } from 'msw';
import { beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, operationHandlersFor, type SandboxHandlers } from '../../sandbox/handlers.ts';
import { operations } from '../../sandbox/specification.ts';
import { SANDBOX, State } from '../../sandbox/state.ts';

const MEDIA_TYPE = 'application/vnd.atlas.2023-01-01+json';
const KEYS = `orgs/${SANDBOX.orgId}/apiKeys`;
const PROJECT_KEYS = `groups/${SANDBOX.projectId}/apiKeys`;
const UNKNOWN_ID = 'aaaaaaaaaaaaaaaaaaaaaaaa';

interface Answered {
  status: number;
  errorCode?: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was answered
  body: any;
}

let atlas: SandboxHandlers;
beforeEach(() => {
  atlas = createSandbox();
});

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

async function send(request: Request): Promise<Response> {
  const response = await getResponse(atlas.handlers, request);
  if (!response) throw new Error('not handled');
  return response;
}

/** An Authorization that answers the challenge for this request. */
function authorization(
  challenge: string,
  method: string,
  uri: string,
  count: string,
  key: string = SANDBOX.privateKey,
  user: string = SANDBOX.publicKey,
) {
  const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1];
  const secret = md5(`${user}:MMS Public API:${key}`);
  const response = md5(`${secret}:${nonce}:${count}:abc:auth:${md5(`${method}:${uri}`)}`);
  return `Digest username="${user}", realm="MMS Public API", nonce="${nonce}", uri="${uri}", qop=auth, nc=${count}, cnonce="abc", response="${response}"`;
}

async function challenge(): Promise<string> {
  const response = await send(new Request('http://atlas.test/api/atlas/v2/orgs'));
  return response.headers.get('www-authenticate') ?? '';
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const url = new URL(`http://atlas.test/api/atlas/v2/${path}`);
  const response = await send(
    new Request(url.href, {
      method,
      headers: {
        accept: MEDIA_TYPE,
        'content-type': MEDIA_TYPE,
        authorization: authorization(await challenge(), method, url.pathname + url.search, '00000001'),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  const answer = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, ...(answer?.errorCode && { errorCode: answer.errorCode }), body: answer };
}

const create = async (roles = ['ORG_MEMBER']): Promise<string> =>
  (await ask('POST', KEYS, { desc: 'CI', roles })).body.id;

test('when the description has an operation, then the stand-in answers it, and nothing else', () => {
  const described = operations.map(({ operationId }) => operationId);
  expect(Object.keys(operationHandlersFor(new State())).sort()).toEqual(described.sort());
});

describe('credentials', () => {
  const uri = '/api/atlas/v2/orgs';
  const get = (authorized: string) =>
    send(
      new Request(`http://atlas.test${uri}`, { headers: { accept: MEDIA_TYPE, authorization: authorized } }),
    );

  test('when there are none, then it answers with a challenge', async () => {
    expect(await challenge()).toMatch(/^Digest realm="MMS Public API".* qop="auth"/);
  });

  test('when the private key is wrong, then they are refused', async () => {
    const { status } = await get(authorization(await challenge(), 'GET', uri, '00000001', 'wrong'));
    expect(status).toBe(401);
  });

  test('when a nonce count comes again, then it is refused, and the next one is not', async () => {
    const nonce = await challenge();
    const statuses = [];
    for (const count of ['00000001', '00000001', '00000002'])
      statuses.push((await get(authorization(nonce, 'GET', uri, count))).status);
    expect(statuses).toEqual([200, 401, 200]);
  });

  test('when they were made for another request, then they are refused', async () => {
    const { status } = await get(authorization(await challenge(), 'GET', `${uri}?pageNum=2`, '00000001'));
    expect(status).toBe(401);
  });
});

describe('a key that was created', () => {
  interface Pair {
    id: string;
    publicKey: string;
    privateKey: string;
  }
  const createKey = async (role = 'ORG_MEMBER'): Promise<Pair> =>
    (await ask('POST', KEYS, { desc: 'CI', roles: [role] })).body;
  /** Asks with the key, from this address. */
  const askWith = async (
    { publicKey, privateKey }: Pair,
    method: string,
    path: string,
    address = '127.0.0.1',
  ) => {
    const uri = `/api/atlas/v2${path}`;
    const headers = {
      authorization: authorization(await challenge(), method, uri, '00000001', privateKey, publicKey),
      'sandbox-address': address,
    };
    return ask(method, path.slice(1), undefined, headers);
  };

  test('when it asks for the status, then the answer holds the key itself', async () => {
    const key = await createKey();
    const uri = '/api/atlas/v2';
    const response = await send(
      new Request(`http://atlas.test${uri}`, {
        headers: {
          accept: MEDIA_TYPE,
          authorization: authorization(
            await challenge(),
            'GET',
            uri,
            '00000001',
            key.privateKey,
            key.publicKey,
          ),
        },
      }),
    );
    const roles = [{ orgId: SANDBOX.orgId, roleName: 'ORG_MEMBER' }];
    const apiKey = { accessList: [], id: key.id, publicKey: key.publicKey, roles };
    expect(await response.json()).toMatchObject({ apiKey });
  });

  test.each([
    ['127.0.0.1', 403],
    ['192.0.2.1', 200],
    ['198.51.100.77', 200],
    ['2001:db8::7', 200],
    ['2001:db9::7', 403],
  ])('when it has an access list and asks from %s, then the status is %i', async (address, status) => {
    const key = await createKey();
    const entries = [
      { ipAddress: '192.0.2.1' },
      { cidrBlock: '198.51.100.0/24' },
      { cidrBlock: '2001:db8::/32' },
    ];
    await ask('POST', `${KEYS}/${key.id}/accessList`, entries);
    expect((await askWith(key, 'GET', '/orgs', address)).status).toBe(status);
  });

  test('when it is deleted, then it is refused', async () => {
    const key = await createKey();
    expect((await askWith(key, 'GET', '/orgs')).status).toBe(200);
    await ask('DELETE', `${KEYS}/${key.id}`);
    expect((await askWith(key, 'GET', '/orgs')).status).toBe(401);
  });

  test.each([
    ['ORG_MEMBER', 403],
    ['ORG_OWNER', 204],
  ])('when its role is %s and it deletes a key, then the status is %i', async (role, status) => {
    const other = await createKey();
    expect((await askWith(await createKey(role), 'DELETE', `/${KEYS}/${other.id}`)).status).toBe(status);
  });

  test('when its ID is read, then it begins with the seconds of its creation', async () => {
    const before = Math.floor(Date.now() / 1000);
    const seconds = Number.parseInt((await createKey()).id.slice(0, 8), 16);
    expect(seconds - before).toBeLessThan(5);
    expect(seconds).toBeGreaterThanOrEqual(before);
  });
});

describe('what only a program can get wrong', () => {
  const good = { desc: 'CI', roles: ['ORG_MEMBER'] };
  test.each<[string, Parameters<typeof ask>, number, string]>([
    ['an unknown path', ['GET', 'clusters'], 404, 'RESOURCE_NOT_FOUND'],
    ['an unknown method', ['PUT', KEYS, good], 405, 'METHOD_NOT_ALLOWED'],
    ['an unknown query parameter', ['GET', `${KEYS}?limit=5`], 400, 'INVALID_QUERY_PARAMETER'],
    ['a query parameter twice', ['GET', `${KEYS}?pageNum=1&pageNum=2`], 400, 'INVALID_QUERY_PARAMETER'],
    ['a number that is none', ['GET', `${KEYS}?pageNum=two`], 400, 'INVALID_ATTRIBUTE'],
    ['a truth that is none', ['GET', `${KEYS}?includeCount=1`], 400, 'INVALID_ATTRIBUTE'],
    ['another Accept', ['GET', KEYS, undefined, { accept: 'application/json' }], 406, 'INVALID_VERSION_DATE'],
    [
      'another Content-Type',
      ['POST', KEYS, good, { 'content-type': 'application/json' }],
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a body that is not JSON', ['POST', KEYS, '{'], 400, 'MALFORMED_JSON'],
    ['a body that is an array', ['POST', KEYS, [good]], 400, 'INVALID_ATTRIBUTE'],
    ['a body without roles', ['POST', KEYS, { desc: 'CI' }], 400, 'INVALID_ATTRIBUTE'],
    ['an unknown attribute', ['POST', KEYS, { ...good, role: 'x' }], 400, 'INVALID_ATTRIBUTE'],
    ['roles as a string', ['POST', KEYS, { desc: 'CI', roles: 'ORG_MEMBER' }], 400, 'INVALID_ATTRIBUTE'],
    ['a body where none belongs', ['DELETE', `${KEYS}/${UNKNOWN_ID}`, {}], 400, 'INVALID_REQUEST_BODY'],
  ])('when a request has %s, then it is refused and noted', async (_, request, status, errorCode) => {
    const { body, ...answer } = await ask(...request);
    expect(answer, body?.detail).toEqual({ status, errorCode });
    expect(atlas.contractViolations).toHaveLength(1);
    expect(atlas.state.createdKeys).toEqual([]);
  });
});

describe('what a user can get wrong', () => {
  test.each<[string, Parameters<typeof ask>, number, string, string]>([
    ['an unknown organisation', ['GET', `orgs/${UNKNOWN_ID}`], 404, 'ORG_NOT_FOUND', UNKNOWN_ID],
    ['an unknown project', ['GET', `groups/${UNKNOWN_ID}/apiKeys`], 404, 'GROUP_NOT_FOUND', UNKNOWN_ID],
    ['an unknown key', ['GET', `${KEYS}/${UNKNOWN_ID}`], 404, 'API_KEY_NOT_FOUND', UNKNOWN_ID],
    ['a key ID that is none', ['GET', `${KEYS}/mykey`], 400, 'INVALID_ATTRIBUTE', 'apiUserId'],
    [
      'an empty description',
      ['POST', KEYS, { desc: '', roles: ['ORG_OWNER'] }],
      400,
      'INVALID_ATTRIBUTE',
      'desc',
    ],
    [
      'a description of 251 characters',
      ['POST', KEYS, { desc: 'x'.repeat(251), roles: ['ORG_OWNER'] }],
      400,
      'INVALID_ATTRIBUTE',
      'desc',
    ],
    ['no roles', ['POST', KEYS, { desc: 'CI', roles: [] }], 400, 'INVALID_ATTRIBUTE', 'roles'],
    [
      'an unknown role',
      ['POST', KEYS, { desc: 'CI', roles: ['ORG_OWN'] }],
      400,
      'INVALID_ENUM_VALUE',
      'ORG_OWN',
    ],
    [
      'a role of the organization in a project',
      ['POST', PROJECT_KEYS, { desc: 'CI', roles: ['ORG_OWNER'] }],
      400,
      'INVALID_ENUM_VALUE',
      'ORG_OWNER',
    ],
    ['a page 0', ['GET', `${KEYS}?pageNum=0`], 400, 'INVALID_ATTRIBUTE', 'pageNum'],
    ['a page of 501', ['GET', `${KEYS}?itemsPerPage=501`], 400, 'INVALID_ATTRIBUTE', 'itemsPerPage'],
  ])(
    'when a request has %s, then it is refused by that name',
    async (_, request, status, code, parameter) => {
      const { body, ...answer } = await ask(...request);
      expect({ ...answer, parameters: body.parameters }).toEqual({
        status,
        errorCode: code,
        parameters: [parameter],
      });
      expect(atlas.contractViolations).toEqual([]);
      expect(atlas.state.createdKeys).toEqual([]);
    },
  );

  test.each([
    ['no address', {}],
    ['an address that is none', { ipAddress: '256.1.1.1' }],
    ['a block without a size', { cidrBlock: '192.0.2.0' }],
    ['an address and a block', { ipAddress: '192.0.2.1', cidrBlock: '192.0.2.0/24' }],
  ])('when an entry has %s, then nothing is added', async (_, entry) => {
    const list = `${KEYS}/${await create()}/accessList`;
    expect(await ask('POST', list, [{ ipAddress: '192.0.2.9' }, entry])).toMatchObject({
      status: 400,
      errorCode: 'INVALID_ATTRIBUTE',
    });
    expect((await ask('GET', list)).body.totalCount).toBe(0);
  });
});

describe('state', () => {
  test('when a key has been created, then its private key is not shown again', async () => {
    const { body: created } = await ask('POST', KEYS, { desc: 'CI', roles: ['ORG_MEMBER'] });
    const redacted = { ...created, privateKey: `********-****-****-${created.privateKey.slice(-12)}` };
    expect((await ask('GET', `${KEYS}/${created.id}`)).body).toEqual(redacted);
    expect((await ask('GET', KEYS)).body.results.slice(1)).toEqual([redacted]);
  });

  test('when a key is changed, then only what was sent changes', async () => {
    const id = await create();
    await ask('PATCH', `${PROJECT_KEYS}/${id}?includeCount=true&itemsPerPage=100&pageNum=1`, {
      roles: ['GROUP_OWNER'],
    });
    const { body } = await ask('PATCH', `${KEYS}/${id}`, { roles: ['ORG_OWNER'] });
    expect({ desc: body.desc, roles: body.roles }).toEqual({
      desc: 'CI',
      roles: [
        { orgId: SANDBOX.orgId, roleName: 'ORG_OWNER' },
        { groupId: SANDBOX.projectId, roleName: 'GROUP_OWNER' },
      ],
    });
  });

  test('when a key is removed from a project, then the organization keeps it', async () => {
    const { body } = await ask('POST', PROJECT_KEYS, { desc: 'CI', roles: ['GROUP_READ_ONLY'] });
    expect((await ask('GET', PROJECT_KEYS)).body.totalCount).toBe(1);
    expect(await ask('DELETE', `${PROJECT_KEYS}/${body.id}`)).toEqual({ status: 204, body: undefined });
    expect((await ask('GET', PROJECT_KEYS)).body.totalCount).toBe(0);
    expect((await ask('GET', `${KEYS}/${body.id}`)).body.roles).toEqual([
      { orgId: SANDBOX.orgId, roleName: 'ORG_MEMBER' },
    ]);
  });

  test('when a key is added to a project, then it is listed there', async () => {
    const id = await create();
    expect(await ask('POST', `${PROJECT_KEYS}/${id}`, [{ roles: ['GROUP_OWNER'] }])).toMatchObject({
      status: 204,
    });
    expect((await ask('GET', PROJECT_KEYS)).body.results[0].id).toBe(id);
  });

  test('when an access list changes, then the list shows it, each entry once', async () => {
    const list = `${KEYS}/${await create()}/accessList`;
    await ask('POST', list, [{ cidrBlock: '192.0.2.0/24' }, { ipAddress: '192.0.2.9' }]);
    await ask('POST', list, [{ cidrBlock: '192.0.2.0/24' }]);
    expect((await ask('GET', list)).body.results).toMatchObject([
      { cidrBlock: '192.0.2.0/24' },
      { cidrBlock: '192.0.2.9/32', ipAddress: '192.0.2.9' },
    ]);
    await ask('DELETE', `${list}/192.0.2.0%2F24`);
    expect((await ask('GET', list)).body.totalCount).toBe(1);
    expect(await ask('DELETE', `${list}/192.0.2.0%2F24`)).toMatchObject({ errorCode: 'RESOURCE_NOT_FOUND' });
  });

  test('when a key has been deleted, then it is gone with its access list', async () => {
    const id = await create();
    expect((await ask('DELETE', `${KEYS}/${id}`)).status).toBe(204);
    for (const [method, path] of [
      ['DELETE', `${KEYS}/${id}`],
      ['GET', `${KEYS}/${id}/accessList`],
    ] as const)
      expect((await ask(method, path)).errorCode).toBe('API_KEY_NOT_FOUND');
  });

  test('when a list is longer than a page, then the pages have each item once', async () => {
    const ids = [...atlas.state.keys.keys()];
    for (let n = 0; n < 4; n++) ids.push(await create());
    const pages = await Promise.all(
      [1, 2, 3, 4].map((n) => ask('GET', `${KEYS}?itemsPerPage=2&pageNum=${n}`)),
    );
    expect(pages.map(({ body }) => body.results.map(({ id }: { id: string }) => id))).toEqual([
      ids.slice(0, 2),
      ids.slice(2, 4),
      ids.slice(4),
      [],
    ]);
    expect(pages.map(({ body }) => body.totalCount)).toEqual([5, 5, 5, 5]);
  });

  test('when the count is not wanted, then there is none', async () => {
    expect((await ask('GET', `${KEYS}?includeCount=false`)).body).not.toHaveProperty('totalCount');
  });

  test('when organizations and projects are listed, then those of the sandbox are there', async () => {
    const ids = async (path: string) =>
      (await ask('GET', path)).body.results.map(({ id }: { id: string }) => id);
    expect(await ids('orgs')).toEqual([SANDBOX.orgId]);
    expect(await ids('orgs?name=Sand')).toEqual([SANDBOX.orgId]);
    expect(await ids('orgs?name=and')).toEqual([]);
    expect(await ids('groups')).toEqual([SANDBOX.projectId]);
    expect(await ids(`orgs/${SANDBOX.orgId}/groups`)).toEqual([SANDBOX.projectId]);
    expect((await ask('GET', `orgs/${SANDBOX.orgId}`)).body.name).toBe('Sandbox');
  });
});

describe('tokens', () => {
  const DEVICE = 'http://atlas.test/api/private/unauth/account/device/';
  const CLIENT = { client_id: '0oabtxactgS3gHIR0297' };

  async function post(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
    const response = await send(
      new Request(url, { method: 'POST', body: new URLSearchParams(form), headers }),
    );
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  const orgsWith = async (token: string) =>
    (
      await send(
        new Request('http://atlas.test/api/atlas/v2/orgs', {
          headers: { accept: MEDIA_TYPE, authorization: `Bearer ${token}` },
        }),
      )
    ).status;

  const serviceToken = (secret: string) =>
    post(
      'http://atlas.test/api/oauth/token',
      { grant_type: 'client_credentials' },
      { authorization: `Basic ${btoa(`${SANDBOX.clientId}:${secret}`)}` },
    );

  test('when a service account asks, then its token opens the API, until it is revoked', async () => {
    const { body } = await serviceToken(SANDBOX.clientSecret);
    expect(await orgsWith(body.access_token)).toBe(200);
    atlas.tokens.revokeAll();
    expect(await orgsWith(body.access_token)).toBe(401);
  });

  test('when its secret is wrong, then it gets none', async () => {
    expect(await serviceToken('wrong')).toEqual({ status: 401, body: { error: 'invalid_client' } });
    expect(atlas.tokens.serviceTokens).toBe(0);
  });

  test('when a code is typed on the page, then the device that showed it gets a session', async () => {
    const { body: code } = await post(`${DEVICE}authorize`, CLIENT);
    const ask = () => post(`${DEVICE}token`, { ...CLIENT, device_code: code.device_code });
    expect((await ask()).body.errorCode).toBe('DEVICE_AUTHORIZATION_PENDING');
    await post(code.verification_uri, { code: 'XXXXXXXX' });
    expect((await ask()).status).toBe(400);
    await post(code.verification_uri, { code: code.user_code.toLowerCase() });
    expect(await orgsWith((await ask()).body.access_token)).toBe(200);
    expect((await ask()).body.errorCode).toBe('DEVICE_AUTHORIZATION_EXPIRED');
  });

  test('when a refresh token has been used or revoked, then it is good for nothing', async () => {
    const refresh = (refresh_token: string) =>
      post(`${DEVICE}token`, { ...CLIENT, grant_type: 'refresh_token', refresh_token });
    const { refreshToken } = atlas.tokens.session(-1);
    const { status, body } = await refresh(refreshToken);
    expect(status).toBe(200);
    expect((await refresh(refreshToken)).body.errorCode).toBe('INVALID_REFRESH_TOKEN');
    await post(`${DEVICE}revoke`, { ...CLIENT, token: body.refresh_token });
    expect((await refresh(body.refresh_token)).status).toBe(401);
  });
});
