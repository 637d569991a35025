/** Which kind of credentials a profile is to hold, and the credentials themselves. */
import { problemWithTyped } from '../../auth/halves.ts';
import { KINDS } from '../../auth/kinds/index.ts';
import type { Credentials, CredentialsKind, Half } from '../../auth/kinds/kind.ts';
import { userAccount } from '../../auth/kinds/userAccount.ts';
import { UsageError } from '../../base/errors.ts';
import { capitalised, trimInvisible } from '../../base/words.ts';
import { describeOrigin, type Origin } from '../../config/origin.ts';
import type { Setting } from '../../config/settings.ts';
import type { Setup } from './context.ts';

/** The kinds of which both halves are typed. */
const TYPED_KINDS = KINDS.filter(({ isSignIn }) => !isSignIn);

/** As they are offered: everybody has an account to sign in with. */
const OFFERED_KINDS = [...KINDS.filter(({ isSignIn }) => isSignIn), ...TYPED_KINDS];

const named = (authType: string): CredentialsKind | undefined =>
  KINDS.find((kind) => kind.authType === authType);

/**
 * The kind that was asked for, or of which something was given; otherwise the person chooses. A script that only wants
 * to sign in, and says no more, signs a user in, as in the Atlas CLI; for that, no variable counts.
 * @throws {UsageError} for a kind that does not exist
 */
export async function chooseKind({ answers, talk, options }: Setup): Promise<CredentialsKind> {
  const isSignIn = options.purpose === 'signIn';
  const asked = isSignIn && !answers.isFlag('auth_type') ? undefined : await answers.get('auth_type');
  const kind = asked && named(asked.value);
  if (asked && !kind)
    throw new UsageError(`'${asked.value}' is not a kind of credentials`, {
      hint: `Valid are ${OFFERED_KINDS.map(({ authType }) => authType).join(', ')}. It comes from ${describeOrigin(asked.origin)}.`,
    });
  if (kind) return kind;
  const isAnswered = ({ property }: Half) => (isSignIn ? answers.isFlag(property) : answers.has(property));
  const begun = TYPED_KINDS.find(({ halves }) => halves.some(isAnswered));
  if (begun) return begun;
  if (!talk.isPossible && isSignIn) return userAccount;
  const chosen = await talk.ask({
    kind: 'choice',
    message: 'How do you want to sign in?',
    choices: OFFERED_KINDS.map(({ authType, choice }) => ({ value: authType, name: choice })),
    what: 'the kind of credentials',
    instead: answers.insteadOf('auth_type'),
  });
  return named(chosen) ?? userAccount;
}

/** A key that was given or typed; `isTyped` when a person can be asked for another one. */
export interface Key {
  readonly credentials: Credentials;
  readonly isTyped: boolean;
}

const TYPED: Origin = { kind: 'given', how: 'what you typed' };

/** Both halves of a key, from the answers or from the person. */
export async function getKey(
  { authType, halves: [first, second] }: CredentialsKind,
  { answers, talk, isGov }: Setup,
): Promise<Key> {
  const typed = async (half: Half): Promise<Setting> => {
    const value = await talk.ask({
      kind: half.isSecret ? 'secret' : 'text',
      message: `${capitalised(half.name)}:`,
      problem: (text) => problemWithTyped(half, text),
      what: `the ${half.name}`,
      instead: answers.insteadOf(half.property),
    });
    return { value: trimInvisible(value), origin: TYPED };
  };
  const owner = (await answers.get(first.property)) ?? (await typed(first));
  const secret = (await answers.get(second.property)) ?? (await typed(second));
  return {
    credentials: { kind: authType, owner: owner.value, secret: secret.value, isGov, origin: owner.origin },
    isTyped: owner.origin === TYPED || secret.origin === TYPED,
  };
}
