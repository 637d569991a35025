/** A user account: the tokens that a sign-in saves in the profile. */
import { describeOrigin } from '../../config/origin.ts';
import { signInHint } from '../signInHint.ts';
import { readClaims } from '../tokens/jwt.ts';
import { FORBIDDEN_IN_TOKEN } from '../valuePatterns.ts';
import type { CredentialsKind } from './kind.ts';

/** The name of the user in an access token. */
export const userNameIn = (accessToken: string): string =>
  readClaims(accessToken)?.subject ?? 'an unknown user';

export const userAccount: CredentialsKind = {
  authType: 'user_account',
  noun: 'account',
  fields: [
    {
      property: 'access_token',
      name: 'access token',
      isSecret: true,
      pattern: {
        regExp: /eyJ[\w-]+\.[\w-]+\.[\w-]+/,
        description: 'a JSON Web Token, which is the form of an access token',
      },
      forbidden: FORBIDDEN_IN_TOKEN,
      isOpaque: true,
    },
    {
      property: 'refresh_token',
      name: 'refresh token',
      isSecret: true,
      forbidden: FORBIDDEN_IN_TOKEN,
      isOpaque: true,
    },
  ],
  choiceLabel: 'Atlas account: sign in with your browser',
  isSignIn: true,
  accessListOwner: 'the organization',
  loadTokens: async () => (await import('../tokens/userAccount.ts')).userAccountTokens,
  ownerName: ({ identifier }) => userNameIn(identifier),
  describeAuthorization: () => 'Bearer, token of the signed-in user redacted',
  refusedHint: (credentials) =>
    `Atlas no longer accepts the session of the user account, which came from ${describeOrigin(credentials.origin)}. ${signInHint(credentials)}`,
};
