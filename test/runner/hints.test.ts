import { describe, expect, test } from 'vitest';
import { apiError } from '../../src/api/refusal.ts';
import type { Credentials } from '../../src/auth/kinds/kind.ts';
import type { Origin } from '../../src/config/origin.ts';
import { type HintContext, hintFor } from '../../src/runner/hints.ts';
import { CHALLENGE } from '../support/inProcess/scriptedResponses.ts';

interface Refusal {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const CONTEXT: HintContext = {
  credentials: {
    kind: 'api_keys',
    identifier: 'kxqpbnyt',
    secret: 'secret',
    isGov: false,
    origin: { kind: 'variable', name: 'MONGODB_ATLAS_PUBLIC_API_KEY' },
  },
  target: 'organization o',
  keysCommand: 'atlas organizations apiKeys list --orgId o',
  permission: 'creating API keys takes Organization User Admin',
  roles: ['ORG_OWNR'],
};

const X: Origin = { kind: 'variable', name: 'X' };
const FIELDS = { identifier: 'id', secret: 'secret', isGov: false, origin: X };
const OTHERS = {
  serviceAccount: { kind: 'service_account', ...FIELDS },
  userAccount: { kind: 'user_account', ...FIELDS },
} as const satisfies Record<string, Credentials>;

const hint = (
  { status = 400, body, headers = {} }: Refusal,
  context: Partial<HintContext> = {},
): string | undefined =>
  hintFor(
    apiError('POST', 'https://x.example/y', {
      status,
      statusText: '',
      headers: new Headers(headers),
      text: body === undefined ? '<html>' : JSON.stringify(body),
    }),
    { ...CONTEXT, ...context },
  );

describe('401', () => {
  const wrongKey =
    'Check the API key, which came from MONGODB_ATLAS_PUBLIC_API_KEY: the public or the private key is wrong, or the key was deleted.';

  test.each([
    ['Digest', { 'www-authenticate': CHALLENGE }],
    ['nothing', {}],
    ['Basic beside Digest', { 'www-authenticate': `Basic realm="x", ${CHALLENGE}` }],
  ])('when the server requires %s, then the hint is that the key is wrong', (_, headers) => {
    expect(hint({ status: 401, body: {}, headers })).toBe(wrongKey);
  });

  test.each([['Basic realm="x"'], ['Bearer'], ['Digest realm="r", nonce="n", algorithm=SHA-1']])(
    'when the server requires only %s, then the hint is that the address is wrong',
    (challenge) => {
      expect(hint({ status: 401, body: {}, headers: { 'www-authenticate': challenge } })).toBe(
        'x.example requires an authentication method that Atlas does not use: check ops_manager_url.',
      );
    },
  );
});

describe('other kinds of credentials', () => {
  const bearer = { 'www-authenticate': 'Bearer error="invalid_token"' };

  test.each<[keyof typeof OTHERS, string]>([
    [
      'serviceAccount',
      'Atlas refused the token of the service account, whose client_id came from X. Check ops_manager_url, and whether the account was deleted.',
    ],
    [
      'userAccount',
      'Atlas no longer accepts the session of the user account, which came from X. Sign in again with "atlas auth login".',
    ],
  ])('when the token of a %s is refused, then the hint is not about keys', (kind, expected) => {
    for (const headers of [{}, bearer, { 'www-authenticate': CHALLENGE }])
      expect(hint({ status: 401, body: {}, headers }, { credentials: OTHERS[kind] })).toBe(expected);
  });

  test('when the session of a profile for Atlas for Government is refused, then the hint signs in there', () => {
    const origin: Origin = { kind: 'profile', name: 'work', path: '/c.toml' };
    expect(
      hint({ status: 401, body: {} }, { credentials: { ...OTHERS.userAccount, isGov: true, origin } }),
    ).toMatch(/ Sign in again with "atlas auth login --gov --profile work"\.$/);
  });

  test.each<[keyof typeof OTHERS, string]>([
    ['serviceAccount', 'the service account'],
    ['userAccount', 'the organization'],
  ])(
    'when the address of a %s is not allowed, then the hint says whose access list that is',
    (kind, owner) => {
      expect(
        hint(
          { status: 403, body: { errorCode: 'IP_ADDRESS_NOT_ON_ACCESS_LIST' } },
          { credentials: OTHERS[kind] },
        ),
      ).toBe(
        `Your address is not on the access list of ${owner}: add it there, or run from an address that is.`,
      );
    },
  );
});

describe('by the error code', () => {
  test.each([
    [
      'IP_ADDRESS_NOT_ON_ACCESS_LIST',
      ['203.0.113.7'],
      'Your address 203.0.113.7 is not on the access list of the API key: add it there, or run from an address that is.',
    ],
    [
      'GLOBAL_USER_OUTSIDE_SUBNET',
      [],
      'Your address is not on the access list of the API key: add it there, or run from an address that is.',
    ],
    [
      'GLOBAL_USER_OUTSIDE_SUBNET',
      [{ a: 1 }],
      'Your address is not on the access list of the API key: add it there, or run from an address that is.',
    ],
    [
      'USER_UNAUTHORIZED',
      [],
      'The credentials, which came from MONGODB_ATLAS_PUBLIC_API_KEY, lack a role in organization o: creating API keys takes Organization User Admin.',
    ],
    [
      'ORG_NOT_FOUND',
      [],
      'The credentials, which came from MONGODB_ATLAS_PUBLIC_API_KEY, cannot access organization o: check the ID and the profile.',
    ],
  ])('when the error is %s with %j, then the hint is right', (errorCode, parameters, expected) => {
    expect(hint({ status: 403, body: { errorCode, parameters } })).toBe(expected);
  });

  test.each([
    [
      'USER_UNAUTHORIZED',
      'The credentials, which came from MONGODB_ATLAS_PUBLIC_API_KEY, lack a role: creating API keys takes Organization User Admin.',
    ],
    [
      'ORG_NOT_FOUND',
      'The credentials, which came from MONGODB_ATLAS_PUBLIC_API_KEY, cannot access the organization: check the ID and the profile.',
    ],
  ])('when the error is %s and there is no scope, then the hint does not name one', (errorCode, expected) => {
    expect(hint({ status: 403, body: { errorCode } }, { target: undefined })).toBe(expected);
  });

  test('when the error code is known, then the hint is about the code, not the status', () => {
    expect(hint({ status: 401, body: { errorCode: 'IP_ADDRESS_NOT_ON_ACCESS_LIST' } })).toMatch(
      /^Your address/,
    );
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'SOMETHING_ELSE', ''])(
    'when it is %j, then there is no hint',
    (errorCode) => {
      expect(hint({ status: 400, body: { errorCode } })).toBeUndefined();
    },
  );
});

describe('a role that does not exist', () => {
  const forRole = (role: string, parameters: unknown[] = [role]) =>
    hint({ body: { errorCode: 'INVALID_ENUM_VALUE', parameters } }, { roles: ['ORG_MEMBER', role] });

  test.each([
    ['ORG_OWNR', 'ORG_OWNER'],
    ['org_owner', 'ORG_OWNER'],
    ['OWNER', 'ORG_OWNER'],
    ['ORG_BILLING_READONLY', 'ORG_BILLING_READ_ONLY'],
  ])('when %s is similar to another role, then %s is suggested', (role, near) => {
    expect(forRole(role)).toBe(`There is no role ${role}: did you mean ${near}?`);
  });

  test('when it is similar to no role, then all are listed', () => {
    expect(forRole('NONSENSE_OF_SOME_LENGTH')).toBe(
      'There is no role NONSENSE_OF_SOME_LENGTH. The roles of an organization are: ORG_OWNER, ORG_MEMBER, ORG_GROUP_CREATOR, ORG_BILLING_ADMIN, ORG_BILLING_READ_ONLY, ORG_STREAM_PROCESSING_ADMIN, ORG_READ_ONLY.',
    );
  });

  test.each([
    ['names another value', ['something']],
    ['names none', []],
    ['names one that is no text', [{ role: 'ORG_OWNR' }]],
  ])('when the refusal %s, then there is no hint about roles', (_, parameters) => {
    expect(forRole('ORG_OWNR', parameters)).toBeUndefined();
  });
});

describe('by the status', () => {
  test.each<[string, Refusal, string]>([
    [
      '429 with a wait',
      { status: 429, body: {}, headers: { 'retry-after': '90' } },
      'Too many requests: try again in 90 s. Nothing was done.',
    ],
    ['429 without', { status: 429, body: {} }, 'Too many requests: try again later. Nothing was done.'],
    [
      '429 with a date',
      { status: 429, body: {}, headers: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' } },
      'Too many requests: try again after Wed, 21 Oct 2026 07:28:00 GMT. Nothing was done.',
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://login.example/' } },
      'x.example redirects to https://login.example/, where credentials are not sent: check ops_manager_url.',
    ],
    [
      'a redirect to nowhere',
      { status: 308 },
      'x.example redirects, where credentials are not sent: check ops_manager_url.',
    ],
    [
      'a gateway’s 502',
      { status: 502 },
      'The response is not from Atlas, but from a proxy or gateway in front of it: try again later.',
    ],
  ])('when the status is %s, then the hint is right', (_, refusal, expected) => {
    expect(hint(refusal)).toBe(expected);
  });

  test.each<[string, Refusal]>([
    ['500 with a body of the API', { status: 500, body: { errorCode: 'UNEXPECTED_ERROR' } }],
    ['404', { status: 404, body: {} }],
    ['409', { status: 409, body: {} }],
    ['403 without a code', { status: 403, body: {} }],
  ])('when it is %s, then there is no hint', (_, refusal) => {
    expect(hint(refusal)).toBeUndefined();
  });
});
