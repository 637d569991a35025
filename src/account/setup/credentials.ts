/** Which kind of credentials a profile is to hold, and the credentials themselves. */
import type { Credentials } from '../../auth/credentials.ts';
import { UsageError } from '../../base/errors.ts';
import { capitalised } from '../../base/words.ts';
import type { Origin, Setting } from '../../config/settings.ts';
import type { Dialogue } from '../../terminal/dialogue.ts';
import { type Answerable, type Answers, insteadOf } from './answers.ts';
import type { Setup } from './context.ts';

/** The values of auth_type. */
export type AuthType = 'user_account' | 'service_account' | 'api_keys';

/** Keys of which both halves are typed; a user account is signed in to instead. */
export type KeyType = Exclude<AuthType, 'user_account'>;

interface Half {
  readonly property: Answerable;
  /** What it is called, for questions. */
  readonly name: string;
}

const PAIRS: Readonly<Record<KeyType, readonly [Half, Half]>> = {
  api_keys: [
    { property: 'public_api_key', name: 'public API key' },
    { property: 'private_api_key', name: 'private API key' },
  ],
  service_account: [
    { property: 'client_id', name: 'client ID' },
    { property: 'client_secret', name: 'client secret' },
  ],
};

const KINDS: readonly { readonly value: AuthType; readonly name: string }[] = [
  { value: 'user_account', name: 'Atlas account: sign in with your browser' },
  { value: 'service_account', name: 'Service account: a client ID and its secret' },
  { value: 'api_keys', name: 'API key: a public and a private key' },
];

const isAuthType = (value: string): value is AuthType => KINDS.some((kind) => kind.value === value);

/**
 * The kind that was asked for, or of which something was given; else the person chooses. A script that only wants to
 * sign in, and says no more, signs a user in, as in the reference; for that, no variable counts.
 */
export async function chooseAuthType({ answers, talk, options }: Setup): Promise<AuthType> {
  const isSignIn = options.purpose === 'signIn';
  const asked = isSignIn && !answers.isFlag('auth_type') ? undefined : await answers.get('auth_type');
  if (asked && !isAuthType(asked.value))
    throw new UsageError(`'${asked.value}' is not a kind of credentials`, {
      hint: `Valid are ${KINDS.map(({ value }) => value).join(', ')}.`,
    });
  if (asked) return asked.value as AuthType;
  for (const type of ['service_account', 'api_keys'] as const)
    if (PAIRS[type].some(({ property }) => (isSignIn ? answers.isFlag(property) : answers.has(property))))
      return type;
  if (!talk.isPossible && isSignIn) return 'user_account';
  const chosen = await talk.ask({
    kind: 'choice',
    message: 'How do you want to sign in?',
    choices: KINDS,
    what: 'the kind of credentials',
    instead: insteadOf('auth_type'),
  });
  return chosen as AuthType;
}

/** A key that was given or typed; `isTyped` when a person can be asked for another one. */
export interface Key {
  readonly credentials: Credentials;
  readonly isTyped: boolean;
}

const TYPED: Origin = { kind: 'given', how: 'what you typed' };

const credentialsOf = (type: KeyType, first: string, second: string, origin: Origin): Credentials =>
  type === 'api_keys'
    ? { kind: 'apiKeys', publicKey: first, privateKey: second, origin }
    : { kind: 'serviceAccount', clientId: first, clientSecret: second, origin };

/** Both halves of a key, from the answers or from the person. */
export async function getKey(type: KeyType, answers: Answers, talk: Dialogue): Promise<Key> {
  const [first, second] = PAIRS[type];
  const typed = async ({ property, name }: Half, kind: 'text' | 'secret'): Promise<Setting> => {
    const about = { what: `the ${name}`, instead: insteadOf(property) };
    const problem = (text: string) =>
      text === '' ? 'Nothing was typed.' : /\s/.test(text) ? 'There are no blanks in it.' : undefined;
    const value = await talk.ask({ kind, message: `${capitalised(name)}:`, problem, ...about });
    return { value, origin: TYPED };
  };
  const one = (await answers.get(first.property)) ?? (await typed(first, 'text'));
  const other = (await answers.get(second.property)) ?? (await typed(second, 'secret'));
  return {
    credentials: credentialsOf(type, one.value, other.value, one.origin),
    isTyped: one.origin === TYPED || other.origin === TYPED,
  };
}
