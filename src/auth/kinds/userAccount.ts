/** A user account: the tokens that a sign-in leaves in the profile. */
import { describeOrigin } from '../../config/origin.ts';
import { TOKEN_EXCLUDES } from '../form.ts';
import { readClaims } from '../jwt.ts';
import { signInAgain } from '../signInAgain.ts';
import type { CredentialsKind } from './kind.ts';

/** The user whom an access token names. */
export const userOf = (accessToken: string): string => readClaims(accessToken)?.subject ?? 'an unknown user';

export const userAccount: CredentialsKind = {
  authType: 'user_account',
  noun: 'account',
  halves: [
    {
      property: 'access_token',
      name: 'access token',
      isSecret: true,
      form: {
        pattern: /eyJ[\w-]+\.[\w-]+\.[\w-]+/,
        what: 'a JSON Web Token, which is the form of an access token',
      },
      excludes: TOKEN_EXCLUDES,
      isOpaque: true,
    },
    {
      property: 'refresh_token',
      name: 'refresh token',
      isSecret: true,
      excludes: TOKEN_EXCLUDES,
      isOpaque: true,
    },
  ],
  choice: 'Atlas account: sign in with your browser',
  isSignIn: true,
  accessListOwner: 'the organization',
  loadTokens: async () => (await import('../userAccount.ts')).userAccountTokens,
  ownerName: ({ owner }) => userOf(owner),
  authorization: () => 'Bearer, the token of the signed-in user, redacted',
  refused: (credentials) =>
    `Atlas does not take the user account's session any more, which came from ${describeOrigin(credentials.origin)}. ${signInAgain(credentials)}`,
};
