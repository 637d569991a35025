/** A user account: the tokens that a sign-in leaves in the profile. */
import { describeOrigin } from '../../config/origin.ts';
import { readClaims } from '../jwt.ts';
import { signInHint } from '../signInHint.ts';
import { FORBIDDEN_IN_TOKEN } from '../valuePatterns.ts';
import type { CredentialsKind } from './kind.ts';

/** The user whom an access token names. */
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
  loadTokens: async () => (await import('../userAccount.ts')).userAccountTokens,
  ownerName: ({ owner }) => userNameIn(owner),
  describeAuthorization: () => 'Bearer, the token of the signed-in user, redacted',
  refusedHint: (credentials) =>
    `Atlas does not take the user account's session any more, which came from ${describeOrigin(credentials.origin)}. ${signInHint(credentials)}`,
};
