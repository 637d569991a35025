/** Which values a field of credentials can have. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkField, findProblem } from '../../src/auth/credentialFields.ts';
import { fieldOfProperty, KINDS } from '../../src/auth/kinds/index.ts';
import type { CredentialField } from '../../src/auth/kinds/kind.ts';
import { CLIENT_ID, PRIVATE_KEY_UUID } from '../support/fixtures.ts';
import { CLIENT_SECRET, jwt, LIVE_TOKEN } from '../support/inProcess/accounts.ts';

const JSON_TEXT = `{"publicKey":"kxqpbnyt","privateKey":"${PRIVATE_KEY_UUID}"}`;

const field = (property: string): CredentialField => {
  const named = fieldOfProperty(property);
  if (!named) throw new Error(property);
  return named;
};

const found = (property: string, value: string) => findProblem(field(property), value)?.found;

describe('what names an owner', () => {
  const UUID_FOUND = 'a UUID, which is the form of a private key';

  test.each([
    ['a UUID', PRIVATE_KEY_UUID, UUID_FOUND],
    ['a UUID in capitals', PRIVATE_KEY_UUID.toUpperCase(), UUID_FOUND],
    ['a key pair as curl takes it', `kxqpbnyt:${PRIVATE_KEY_UUID}`, UUID_FOUND],
    ['a client secret', CLIENT_SECRET, 'the client secret of a service account'],
    ['a token', LIVE_TOKEN, 'a JSON Web Token, which is the form of an access token'],
    ['an object of a secret manager', JSON_TEXT, 'JSON'],
    ['an object on several lines', '{\n  "key": "x"\n}', 'JSON'],
    ['a list', '["x"]', 'JSON'],
    ['the first line of an object', '{', 'a brace'],
    ['a variable that was not filled in', '$'.concat('{KEY}'), 'a brace'],
    ['double quotes', '"kxqpbnyt"', 'a value in quotes'],
    ['single quotes', "'kxqpbnyt'", 'a value in quotes'],
    ['the quotes of a word processor', '“kxqpbnyt”', 'a value in quotes'],
    ['one quotation mark', 'kxqp"bnyt', 'a quotation mark'],
    ['a space inside', 'kxqp bnyt', 'a space'],
    ['a tab inside', 'kxqp\tbnyt', 'a tab'],
    ['a line end inside', 'kxqpbnyt\nother', 'a line break'],
    ['an unusual space inside', 'kxqp\u00a0bnyt', 'a space of an unusual kind'],
    ['an escape sequence', '\u001b[2Jkxqpbnyt', 'a control character'],
    ['a NUL', 'kxqp\u0000bnyt', 'a control character'],
    ['a zero-width space inside', 'kxqp\u200bbnyt', 'an invisible character'],
  ])('when a value contains %s, then it is not a public key or a client ID', (_, value, what) => {
    expect([found('public_api_key', value), found('client_id', value)]).toEqual([what, what]);
  });

  test.each([
    'kxqpbnyt',
    'KXQPBNYT',
    'x',
    'new',
    'ada.lovelace+ci@example.com',
    'svc_account-7/eu:west',
    'a2c1f6de6a0c4b2e9d0d2b54ef0f8a11',
    'a2c1f6de-6a0c-4b2e',
    'schlüssel',
    '<key>',
    '$KEY',
    '(x)[y]',
    'x'.repeat(500),
  ])('when a value is %s, then it may be a public key or a client ID', (value) => {
    expect([found('public_api_key', value), found('client_id', value)]).toEqual([undefined, undefined]);
  });

  test('when a client ID is in place of a public key, then that is recognized', () => {
    expect(found('public_api_key', CLIENT_ID)).toBe('the client ID of a service account');
    expect(found('client_id', CLIENT_ID)).toBeUndefined();
  });
});

describe('what is secret', () => {
  test.each([
    ['private_api_key', JSON_TEXT, 'JSON'],
    ['private_api_key', `"${PRIVATE_KEY_UUID}"`, 'a value in quotes'],
    ['private_api_key', `${PRIVATE_KEY_UUID}"`, 'a quotation mark'],
    ['private_api_key', 'a b', 'a space'],
    ['private_api_key', 'a\rb', 'a line break'],
    ['private_api_key', 'a\u0007b', 'a control character'],
    ['private_api_key', CLIENT_SECRET, 'the client secret of a service account'],
    ['private_api_key', LIVE_TOKEN, 'a JSON Web Token, which is the form of an access token'],
    ['client_secret', PRIVATE_KEY_UUID, 'a UUID, which is the form of a private key'],
    ['client_secret', CLIENT_ID, 'the client ID of a service account'],
    ['client_secret', `'${CLIENT_SECRET}'`, 'a value in quotes'],
    ['access_token', `"${LIVE_TOKEN}"`, 'a value in quotes'],
    ['access_token', `${LIVE_TOKEN.slice(0, 9)}\n${LIVE_TOKEN.slice(9)}`, 'a line break'],
    ['access_token', `${LIVE_TOKEN}é`, 'a character that is not ASCII'],
    ['refresh_token', '{"refresh_token":"x"}', 'JSON'],
    ['refresh_token', 'a b', 'a space'],
  ])('when %s contains %s, then that is not a value for it', (property, value, what) => {
    expect(found(property, value)).toBe(what);
  });

  test.each([
    ['private_api_key', PRIVATE_KEY_UUID],
    ['private_api_key', 'wrong'],
    ['private_api_key', `x-${PRIVATE_KEY_UUID}`],
    ['private_api_key', `it's "quoted" inside`.replaceAll(' ', '')],
    ['client_secret', CLIENT_SECRET],
    ['client_secret', `x${PRIVATE_KEY_UUID}`],
    ['client_secret', 'ä&='],
    ['access_token', LIVE_TOKEN],
    ['access_token', 'nonsense'],
    ['refresh_token', PRIVATE_KEY_UUID],
    ['refresh_token', jwt(1)],
  ])('when %s contains %s, then it may be right', (property, value) => {
    expect(found(property, value)).toBeUndefined();
  });
});

test('when any value is refused, then the error contains no part of it', () => {
  const fields = fc.constantFrom(...KINDS.flatMap((kind) => kind.fields));
  // Letters that stand in no message.
  const part = fc.string({ unit: fc.constantFrom('Ж', 'Ω', 'Ψ'), minLength: 4 });
  const junk = fc.string({
    unit: fc.constantFrom('"', "'", '{', '}', ' ', '\n', '\u0000', '-', ':', PRIVATE_KEY_UUID),
  });
  fc.assert(
    fc.property(fields, part, junk, part, (some, head, middle, tail) => {
      const value = head + middle + tail;
      if (!findProblem(some, value)) return;
      try {
        checkField(some, { value, origin: { kind: 'input', name: '--flag' } });
        expect.unreachable();
      } catch (error) {
        expect(`${error} ${(error as { hint?: string }).hint}`).not.toMatch(/[ЖΩΨ]|a2c1f6de/);
      }
    }),
  );
});
