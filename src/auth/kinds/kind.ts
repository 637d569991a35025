/** What describes a kind of credentials. Each kind has one file in this folder. */
import type { Origin } from '../../config/origin.ts';
import type { Property } from '../../config/settings.ts';
import type { System } from '../../system/system.ts';
import type { TokenSource } from '../tokenSource.ts';
import type { ValuePattern } from '../valuePatterns.ts';

/** The kinds, named by the value of auth_type that asks for each. */
export type AuthType = 'service_account' | 'api_keys' | 'user_account';

/** Complete credentials of any kind. */
export interface Credentials {
  readonly kind: AuthType;
  /** The half that tells whose they are: public key, client ID, or access token (which is secret as well). */
  readonly owner: string;
  /** The other half: private key, client secret, or refresh token. */
  readonly secret: string;
  /** Whether they are for Atlas for Government, which has sign-ins of its own. */
  readonly isGov: boolean;
  /** Where `owner` came from. */
  readonly origin: Origin;
}

/** One of the two values that credentials consist of. */
export interface CredentialField {
  readonly property: Property;
  /** What messages and questions call it: `public API key`. */
  readonly name: string;
  readonly isSecret?: true;
  /** What it is recognized by in a place where it does not belong. */
  readonly pattern?: ValuePattern;
  /** Finds a character that it cannot have. */
  readonly forbidden: RegExp;
  /** Whether it may look like any other half: what a token looks like is up to the service. */
  readonly isOpaque?: true;
  /** The Atlas CLI sets the property at sign-in only: `config set` takes it and does not list it. */
  readonly isExtension?: true;
}

/** Makes the source of the tokens that credentials are exchanged for; they go to the host of `baseUrl` only. */
export type MakeTokenSource = (system: System, baseUrl: string, credentials: Credentials) => TokenSource;

export interface CredentialsKind {
  readonly authType: AuthType;
  /** What follows the owner's name: `kxqpbnyt key`. */
  readonly noun: string;
  /** The half that tells whose they are, then the other one. */
  readonly fields: readonly [CredentialField, CredentialField];
  /** The answer that chooses this kind when a profile is set up. */
  readonly choiceLabel: string;
  /** Whether a person signs in for it; the halves of other kinds are typed or given. */
  readonly isSignIn?: true;
  /** Whose access list Atlas checks the address of a request against. */
  readonly accessListOwner: string;
  /** Loads the source of its tokens. A kind without tokens is sent by HTTP Digest. */
  readonly loadTokens?: () => Promise<MakeTokenSource>;
  /** The owner's name, which is no secret. */
  ownerName(credentials: Credentials): string;
  /** How a request is authorized, without anything secret, for a dry run. */
  describeAuthorization(credentials: Credentials): string;
  /** What to do when Atlas answers 401. */
  refusedHint(credentials: Credentials): string;
}

/**
 * Where the halves of a kind belong, as a clause: `set the client ID as … and the client secret as …`.
 * @param nameOf what a property is called there: its variable or its flag, say
 */
export function howToSet({ fields }: CredentialsKind, nameOf: (property: Property) => string): string {
  const places = fields.map(({ name, property }) => `the ${name} as ${nameOf(property)}`);
  return `set ${places.join(' and ')}`;
}
