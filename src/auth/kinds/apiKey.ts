/** An API key: a public key and a private key, used with HTTP Digest. */
import { consistsOf } from '../../base/words.ts';
import { describeOrigin } from '../../config/origin.ts';
import { FORBIDDEN_IN_ID, FORBIDDEN_IN_SECRET } from '../valuePatterns.ts';
import type { CredentialsKind } from './kind.ts';

const LOWER_CASE = 'abcdefghijklmnopqrstuvwxyz';
const HEXADECIMAL = '0123456789abcdef';

export const apiKey: CredentialsKind = {
  authType: 'api_keys',
  noun: 'key',
  fields: [
    {
      property: 'public_api_key',
      name: 'public API key',
      isUsual: (value) => value.length === 8 && consistsOf(value, LOWER_CASE),
      forbidden: FORBIDDEN_IN_ID,
    },
    {
      property: 'private_api_key',
      name: 'private API key',
      isSecret: true,
      isUsual: (value) =>
        value.length === 36 && value.split('-').length === 5 && consistsOf(value, `${HEXADECIMAL}-`),
      pattern: {
        regExp: /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i,
        description: 'a UUID, which is the form of a private key',
      },
      forbidden: FORBIDDEN_IN_SECRET,
    },
  ],
  choiceLabel: 'API key: a public and a private key',
  accessListOwner: 'the API key',
  ownerName: ({ owner }) => owner,
  describeAuthorization: ({ owner }) => `Digest, public key ${owner}, private key redacted`,
  refusedHint: ({ origin }) =>
    `Check the API key, which came from ${describeOrigin(origin)}: the public or the private key is wrong, or the key was deleted.`,
};
