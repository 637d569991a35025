/** What a person need not be asked: the answers that flags and variables hold. */

import { checkedHalf, trimmedHalf } from '../../auth/halves.ts';
import { halfNamed, KINDS } from '../../auth/kinds/index.ts';
import { UsageError } from '../../base/errors.ts';
import { camelCased } from '../../base/words.ts';
import type { Property, Setting, Settings } from '../../config/settings.ts';
import { variableName } from '../../config/variable.ts';
import { emptyVariables, misnamedVariables } from '../../config/variableAdvice.ts';
import type { System } from '../../system/system.ts';
import { FROM_STANDARD_INPUT, readSecret } from '../../terminal/secret.ts';

/** The values of flags. One that answers a question has the property's name in camel case. */
export type AnswerFlags = Readonly<Record<string, unknown>>;

export interface Answers {
  /**
   * The answer that was given for the property, and how; a secret is read from standard input only now.
   * @throws {ConfigError} for a half of credentials that its form rules out
   */
  get(property: Property): Promise<Setting | undefined>;
  /** Whether there is one. */
  has(property: Property): boolean;
  /** Whether a flag holds it. */
  isFlag(property: Property): boolean;
  /** How a script answers, for its error message. */
  insteadOf(property: Property): string;
}

const flagOf = (property: Property): string => `--${camelCased(property)}`;

const isSecret = (property: Property): boolean => halfNamed(property)?.isSecret === true;

/** What to pass for the property. */
const howToPass = (property: Property): string => {
  const piped = isSecret(property) ? ` ${FROM_STANDARD_INPUT} with the secret on standard input` : '';
  return `${flagOf(property)}${piped}, or set ${variableName(property)}`;
};

/** The value as it is kept. @throws {ConfigError} for a half of credentials that its form rules out */
function checked(property: Property, setting: Setting | undefined): Setting | undefined {
  const half = halfNamed(property);
  if (!half) return setting;
  const trimmed = trimmedHalf(setting);
  return trimmed && { ...trimmed, value: checkedHalf(half, trimmed) };
}

/** @throws {UsageError} for a secret that stands on the command line, where every process can read it */
export function givenAnswers(system: System, flags: AnswerFlags, settings: Settings): Answers {
  const flag = (property: Property): string | undefined => {
    const value = flags[camelCased(property)];
    // A flag that was given as nothing answers nothing.
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  for (const { property } of KINDS.flatMap(({ halves }) => halves)) {
    const value = flag(property);
    if (isSecret(property) && value !== undefined && value !== FROM_STANDARD_INPUT)
      throw new UsageError(
        `${flagOf(property)} takes no secret, because every process of this machine could read it`,
        { hint: `Pass ${howToPass(property)}.` },
      );
  }

  async function given(property: Property): Promise<Setting | undefined> {
    const value = flag(property);
    const name = flagOf(property);
    if (value === undefined) return settings.fromEnvironment(property);
    const text = isSecret(property) ? await readSecret(system, name, `… | atlas … ${name} -`) : value;
    return { value: text, origin: { kind: 'given', how: name } };
  }

  return {
    isFlag: (property) => flag(property) !== undefined,
    has: (property) => flag(property) !== undefined || settings.fromEnvironment(property) !== undefined,
    get: async (property) => checked(property, await given(property)),
    insteadOf(property) {
      const advice =
        emptyVariables(system.env, [property]) ?? misnamedVariables(system.env, [property]) ?? '';
      return `${howToPass(property)}. ${advice}`.replace(/\.? ?$/, '');
    },
  };
}
