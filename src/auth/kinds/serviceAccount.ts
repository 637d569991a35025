/** A service account: a client ID and its secret, exchanged for a token (OAuth 2.0 client credentials). */
import { describeOrigin } from '../../config/origin.ts';
import { ID_EXCLUDES, SECRET_EXCLUDES } from '../form.ts';
import type { CredentialsKind } from './kind.ts';

export const serviceAccount: CredentialsKind = {
  authType: 'service_account',
  noun: 'service account',
  halves: [
    {
      property: 'client_id',
      name: 'client ID',
      form: { pattern: /mdb_sa_id_\S*/, what: 'the client ID of a service account' },
      excludes: ID_EXCLUDES,
      isExtension: true,
    },
    {
      property: 'client_secret',
      name: 'client secret',
      isSecret: true,
      form: { pattern: /mdb_sa_sk_\S*/, what: 'the client secret of a service account' },
      excludes: SECRET_EXCLUDES,
      isExtension: true,
    },
  ],
  choice: 'Service account: a client ID and its secret',
  accessListOwner: 'the service account',
  loadTokens: async () => (await import('../serviceAccount.ts')).serviceAccountTokens,
  ownerName: ({ owner }) => owner,
  authorization: ({ owner }) => `Bearer, a token of service account ${owner}, redacted`,
  refused: ({ origin }) =>
    `Atlas does not take the token that it gave the service account, whose client_id came from ${describeOrigin(origin)}: the account may have been deleted just now; or check ops_manager_url.`,
};
