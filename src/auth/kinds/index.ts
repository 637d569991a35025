/** All kinds of credentials. */
import { apiKey } from './apiKey.ts';
import type { AuthType, CredentialField, Credentials, CredentialsKind } from './kind.ts';
import { serviceAccount } from './serviceAccount.ts';
import { userAccount } from './userAccount.ts';

/** In the order in which they are looked for. */
const BY_AUTH_TYPE: Readonly<Record<AuthType, CredentialsKind>> = {
  service_account: serviceAccount,
  api_keys: apiKey,
  user_account: userAccount,
};

/** In the order in which they are looked for. */
export const KINDS: readonly CredentialsKind[] = Object.values(BY_AUTH_TYPE);

export const kindOf = ({ kind }: Pick<Credentials, 'kind'>): CredentialsKind => BY_AUTH_TYPE[kind];

/** The half that a property of a profile holds, if it holds one. */
export const fieldOfProperty = (property: string): CredentialField | undefined =>
  KINDS.flatMap(({ fields }) => fields).find((field) => field.property === property);

/** Whose credentials they are, and of which kind: `kxqpbnyt key`. */
export const describeCredentials = (credentials: Credentials): string => {
  const kind = kindOf(credentials);
  return `${kind.ownerName(credentials)} ${kind.noun}`;
};
