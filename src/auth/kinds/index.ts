/** All kinds of credentials. */
import { apiKey } from './apiKey.ts';
import type { AuthType, CredentialField, Credentials, CredentialsKind } from './kind.ts';
import { serviceAccount } from './serviceAccount.ts';
import { userAccount } from './userAccount.ts';

/** In order of precedence. */
const BY_AUTH_TYPE: Readonly<Record<AuthType, CredentialsKind>> = {
  service_account: serviceAccount,
  api_keys: apiKey,
  user_account: userAccount,
};

/** In order of precedence. */
export const KINDS: readonly CredentialsKind[] = Object.values(BY_AUTH_TYPE);

export const kindOf = ({ kind }: Pick<Credentials, 'kind'>): CredentialsKind => BY_AUTH_TYPE[kind];

/** The field that is saved in this property; undefined if the property is not part of credentials. */
export const fieldOfProperty = (property: string): CredentialField | undefined =>
  KINDS.flatMap(({ fields }) => fields).find((field) => field.property === property);

/** The owner and the kind of the credentials: `kxqpbnyt key`. */
export const describeCredentials = (credentials: Credentials): string => {
  const kind = kindOf(credentials);
  return `${kind.ownerName(credentials)} ${kind.noun}`;
};
