/** An API key: a public and a private key, sent by HTTP Digest. */
import { describeOrigin } from '../../config/origin.ts';
import { ID_EXCLUDES, SECRET_EXCLUDES } from '../form.ts';
import type { CredentialsKind } from './kind.ts';

export const apiKey: CredentialsKind = {
  authType: 'api_keys',
  noun: 'key',
  halves: [
    { property: 'public_api_key', name: 'public API key', excludes: ID_EXCLUDES },
    {
      property: 'private_api_key',
      name: 'private API key',
      isSecret: true,
      form: {
        pattern: /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i,
        what: 'a UUID, which is the form of a private key',
      },
      excludes: SECRET_EXCLUDES,
    },
  ],
  choice: 'API key: a public and a private key',
  accessListOwner: 'the API key',
  ownerName: ({ owner }) => owner,
  authorization: ({ owner }) => `Digest, public key ${owner}, private key redacted`,
  refused: ({ origin }) =>
    `Check the API key, which came from ${describeOrigin(origin)}: the public or the private key is wrong, or the key was deleted.`,
};
