/** Asks for the kind of credentials, and for the key. */
import { describeTypedProblem } from '../../auth/credentialFields.ts';
import { KINDS } from '../../auth/kinds/index.ts';
import type { CredentialField, Credentials, CredentialsKind } from '../../auth/kinds/kind.ts';
import { userAccount } from '../../auth/kinds/userAccount.ts';
import { UsageError } from '../../base/errors.ts';
import { capitalize, trimInvisible } from '../../base/words.ts';
import { describeOrigin, type Origin } from '../../config/origin.ts';
import type { Setting } from '../../config/settings.ts';
import type { SetupContext } from './context.ts';

/** The kinds whose values the user enters. */
const TYPED_KINDS = KINDS.filter(({ isSignIn }) => !isSignIn);

/** Kinds with a sign-in come first, because every user has an account. */
const OFFERED_KINDS = [...KINDS.filter(({ isSignIn }) => isSignIn), ...TYPED_KINDS];

const findKind = (authType: string): CredentialsKind | undefined =>
  KINDS.find((kind) => kind.authType === authType);

/**
 * Returns the kind that `--authType` names, or the one that another answer belongs to; otherwise asks. `auth login` ignores
 * variables here, and signs in a user if it cannot ask, like the Atlas CLI.
 * @throws {UsageError} if there is no such kind
 */
export async function chooseKind({ answers, dialogue, options }: SetupContext): Promise<CredentialsKind> {
  const isSignIn = options.purpose === 'signIn';
  const chosenType = isSignIn && !answers.isFlag('auth_type') ? undefined : await answers.get('auth_type');
  const kind = chosenType && findKind(chosenType.value);
  if (chosenType && !kind)
    throw new UsageError(`'${chosenType.value}' is not a kind of credentials`, {
      hint: `Valid values are ${OFFERED_KINDS.map(({ authType }) => authType).join(', ')}. It comes from ${describeOrigin(chosenType.origin)}.`,
    });
  if (kind) return kind;
  const isAnswered = ({ property }: CredentialField) =>
    isSignIn ? answers.isFlag(property) : answers.has(property);
  const startedKind = TYPED_KINDS.find(({ fields }) => fields.some(isAnswered));
  if (startedKind) return startedKind;
  if (!dialogue.isInteractive && isSignIn) return userAccount;
  const chosen = await dialogue.ask({
    kind: 'choice',
    message: 'How do you want to sign in?',
    choices: OFFERED_KINDS.map(({ authType, choiceLabel }) => ({ value: authType, name: choiceLabel })),
    subject: 'the kind of credentials',
    alternative: answers.howToAnswer('auth_type'),
  });
  return findKind(chosen) ?? userAccount;
}

/** A key. `isTyped`: the user entered it at the terminal, and can correct it. */
export interface ProvidedKey {
  readonly credentials: Credentials;
  readonly isTyped: boolean;
}

const TYPED_ORIGIN: Origin = { kind: 'input', name: 'what you typed' };

/** Gets both parts of a key, from the answers or from the user. */
export async function getKey(
  { authType, fields: [first, second] }: CredentialsKind,
  { answers, dialogue, isGov }: SetupContext,
): Promise<ProvidedKey> {
  const typed = async (field: CredentialField): Promise<Setting> => {
    const value = await dialogue.ask({
      kind: field.isSecret ? 'secret' : 'text',
      message: `${capitalize(field.name)}:`,
      problem: (text) => describeTypedProblem(field, text),
      subject: `the ${field.name}`,
      alternative: answers.howToAnswer(field.property),
    });
    return { value: trimInvisible(value), origin: TYPED_ORIGIN };
  };
  const identifier = (await answers.get(first.property)) ?? (await typed(first));
  const secret = (await answers.get(second.property)) ?? (await typed(second));
  return {
    credentials: {
      kind: authType,
      identifier: identifier.value,
      secret: secret.value,
      isGov,
      origin: identifier.origin,
    },
    isTyped: identifier.origin === TYPED_ORIGIN || secret.origin === TYPED_ORIGIN,
  };
}
