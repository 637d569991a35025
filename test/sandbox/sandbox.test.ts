/** The sandbox checks credentials, and refuses requests that do not match the API's description. */
import { describe, expect, test } from 'vitest';
import { operationHandlersFor } from '../../sandbox/handlers.ts';
import { operations } from '../../sandbox/specification.ts';
import { State } from '../../sandbox/state.ts';
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
  UNKNOWN_ID,
  useNewSandboxes,
} from '../support/servers/askSandbox.ts';

useNewSandboxes();

test('when the API description has an operation, then the sandbox handles it, and no other', () => {
  const described = operations.map(({ operationId }) => operationId);
  expect(Object.keys(operationHandlersFor(new State())).sort()).toEqual(described.sort());
});

describe('credentials', () => {
  const uri = '/api/atlas/v2/orgs';
  const get = (authorized: string) =>
    send(
      new Request(`http://atlas.test${uri}`, { headers: { accept: MEDIA_TYPE, authorization: authorized } }),
    );

  test('when there are none, then the response is a challenge', async () => {
    expect(await challenge()).toMatch(/^Digest realm="MMS Public API".* qop="auth"/);
  });

  test('when the private key is wrong, then they are refused', async () => {
    const { status } = await get(authorization(await challenge(), 'GET', uri, '00000001', 'wrong'));
    expect(status).toBe(401);
  });

  test('when a nonce count is repeated, then it is refused, and the next one is accepted', async () => {
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
  ])('when a request has %s, then it is refused and recorded', async (_, request, status, errorCode) => {
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
  ])('when a request has %s, then the refusal names it', async (_, request, status, code, parameter) => {
    const { body, ...answer } = await ask(...request);
    expect({ ...answer, parameters: body.parameters }).toEqual({
      status,
      errorCode: code,
      parameters: [parameter],
    });
    expect(atlas.contractViolations).toEqual([]);
    expect(atlas.state.createdKeys).toEqual([]);
  });

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
