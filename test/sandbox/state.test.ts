/** The sandbox keeps what requests create and change. */
import { describe, expect, test } from 'vitest';
import { SANDBOX } from '../../sandbox/state.ts';
import {
  ask,
  atlas,
  authorization,
  challenge,
  create,
  KEYS,
  MEDIA_TYPE,
  PROJECT_KEYS,
  send,
  useNewSandboxes,
} from '../support/servers/askSandbox.ts';

useNewSandboxes();

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

  test('when a key requests the status, then the response contains that key', async () => {
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
  ])('when it has an access list and is used from %s, then the status is %i', async (address, status) => {
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

  test('when a key is created, then its ID begins with the seconds of its creation', async () => {
    const before = Math.floor(Date.now() / 1000);
    const seconds = Number.parseInt((await createKey()).id.slice(0, 8), 16);
    expect(seconds - before).toBeLessThan(5);
    expect(seconds).toBeGreaterThanOrEqual(before);
  });
});

describe('state', () => {
  test('when a key has been created, then its private key is not shown again', async () => {
    const { body: created } = await ask('POST', KEYS, { desc: 'CI', roles: ['ORG_MEMBER'] });
    const redacted = { ...created, privateKey: `********-****-****-${created.privateKey.slice(-12)}` };
    expect((await ask('GET', `${KEYS}/${created.id}`)).body).toEqual(redacted);
    expect((await ask('GET', KEYS)).body.results.slice(1)).toEqual([redacted]);
  });

  test('when a key is updated, then only the fields in the request change', async () => {
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

  test('when the count is not requested, then there is none', async () => {
    expect((await ask('GET', `${KEYS}?includeCount=false`)).body).not.toHaveProperty('totalCount');
  });

  test('when organizations and projects are listed, then the lists contain those of the sandbox', async () => {
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
