/** The description of a kind of credentials. Each kind has one file in this folder. */
import type { Origin } from '../../config/origin.ts';
import type { Property } from '../../config/settings.ts';
import type { System } from '../../system/system.ts';
import type { TokenSource } from '../tokenSource.ts';
import type { ValuePattern } from '../valuePatterns.ts';

/** The kinds, by their value of the auth_type property. */
export type AuthType = 'service_account' | 'api_keys' | 'user_account';

/** Complete credentials of any kind. */
export interface Credentials {
  readonly kind: AuthType;
  /** Identifies the owner: the public key, client ID, or access token (which is also secret). */
  readonly owner: string;
  /** The private key, client secret, or refresh token. */
  readonly secret: string;
  /** Whether they are for Atlas for Government, which has its own accounts. */
  readonly isGov: boolean;
  /** Where `owner` came from. */
  readonly origin: Origin;
}

/** One of the two values that credentials consist of, such as the public key. */
export interface CredentialField {
  readonly property: Property;
  /** The name in messages and questions: `public API key`. */
  readonly name: string;
  readonly isSecret?: true;
  /** Whether the value has the usual form, so that nothing can be wrong with it. Saves compiling the patterns. */
  readonly isUsual?: (value: string) => boolean;
  /** Recognizes the value in the wrong place. */
  readonly pattern?: ValuePattern;
  /** Matches a character that the value cannot contain. */
  readonly forbidden: RegExp;
  /** Whether the value can look like any other field. The service decides what tokens look like. */
  readonly isOpaque?: true;
  /** The Atlas CLI sets the property only at sign-in. `config set` accepts it here, but does not list it. */
  readonly isExtension?: true;
}

/** Creates the source of the tokens for the credentials. Sends both only to the host of `baseUrl`. */
export type MakeTokenSource = (system: System, baseUrl: string, credentials: Credentials) => TokenSource;

export interface CredentialsKind {
  readonly authType: AuthType;
  /** Follows the owner's name: `key` in `kxqpbnyt key`. */
  readonly noun: string;
  /** The field that identifies the owner, then the other one. */
  readonly fields: readonly [CredentialField, CredentialField];
  /** The label of this kind in the set-up question. */
  readonly choiceLabel: string;
  /** Whether the user signs in. The fields of other kinds are entered or passed. */
  readonly isSignIn?: true;
  /** The owner of the access list that Atlas checks for a request. */
  readonly accessListOwner: string;
  /** Loads the token source. A kind without tokens uses HTTP Digest. */
  readonly loadTokens?: () => Promise<MakeTokenSource>;
  /** The owner's name, which is not secret. */
  ownerName(credentials: Credentials): string;
  /** How a request is authorized, without secrets, for a dry run. */
  describeAuthorization(credentials: Credentials): string;
  /** The hint for a 401 from Atlas. */
  refusedHint(credentials: Credentials): string;
}

/**
 * How to set the fields of a kind, as a clause: `set the client ID as … and the client secret as …`.
 * @param nameOf how a property is called in the place where it is set: its variable or flag
 */
export function howToSet({ fields }: CredentialsKind, nameOf: (property: Property) => string): string {
  const places = fields.map(({ name, property }) => `the ${name} as ${nameOf(property)}`);
  return `set ${places.join(' and ')}`;
}
