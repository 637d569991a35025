import { expect, test } from 'vitest';
import { readClaims } from '../../../src/auth/tokens/jwt.ts';

const encoded = (text: string): string => Buffer.from(text).toString('base64url');
const withClaims = (claims: unknown): string => `e30.${encoded(JSON.stringify(claims))}.signature`;

test('when a token has a subject and an expiry, then both are read, the expiry in milliseconds', () => {
  expect(readClaims(withClaims({ sub: 'ada', exp: 7 }))).toEqual({ subject: 'ada', expiresAtMs: 7000 });
});

test('when a token contains - and _ of base64url, then it is read', () => {
  const claims = { sub: 'ÿþ>>>???~~~ÿÿ', exp: 7 };
  expect(withClaims(claims)).toMatch(/\..*-.*\./);
  expect(withClaims(claims)).toMatch(/\..*_.*\./);
  expect(readClaims(withClaims(claims))?.subject).toBe(claims.sub);
});

test.each([[{}], [{ sub: 7, exp: 'soon' }], [{ sub: '', exp: null }]])(
  'when the claims are %j, then neither subject nor expiry is known',
  (claims) => {
    expect(readClaims(withClaims(claims))).toEqual({ subject: undefined, expiresAtMs: undefined });
  },
);

test.each([
  ['two parts', `e30.${encoded('{}')}`],
  ['four parts', `${withClaims({})}.more`],
  ['no base64', 'e30.*.signature'],
  ['no JSON', `e30.${encoded('{')}.signature`],
  ['a text for claims', withClaims('claims')],
  ['null for claims', withClaims(null)],
  ['nothing', ''],
])('when a token has %s, then it has no claims', (_, token) => {
  expect(readClaims(token)).toBeUndefined();
});
