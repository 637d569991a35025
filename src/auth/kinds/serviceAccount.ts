/** A service account: a client ID and a client secret, exchanged for a token (OAuth 2.0 client credentials). */
import { describeOrigin } from '../../config/origin.ts';
import { FORBIDDEN_IN_ID, FORBIDDEN_IN_SECRET } from '../valuePatterns.ts';
import type { CredentialsKind } from './kind.ts';

export const serviceAccount: CredentialsKind = {
  authType: 'service_account',
  noun: 'service account',
  fields: [
    {
      property: 'client_id',
      name: 'client ID',
      pattern: { regExp: /mdb_sa_id_\S*/, description: 'the client ID of a service account' },
      forbidden: FORBIDDEN_IN_ID,
      isExtension: true,
    },
    {
      property: 'client_secret',
      name: 'client secret',
      isSecret: true,
      pattern: { regExp: /mdb_sa_sk_\S*/, description: 'the client secret of a service account' },
      forbidden: FORBIDDEN_IN_SECRET,
      isExtension: true,
    },
  ],
  choiceLabel: 'Service account: a client ID and a client secret',
  accessListOwner: 'the service account',
  loadTokens: async () => (await import('../tokens/serviceAccount.ts')).serviceAccountTokens,
  ownerName: ({ identifier }) => identifier,
  describeAuthorization: ({ identifier }) => `Bearer, token of service account ${identifier} redacted`,
  refusedHint: ({ origin }) =>
    `Atlas refused the token of the service account, whose client_id came from ${describeOrigin(origin)}. Check ops_manager_url, and whether the account was deleted.`,
};
