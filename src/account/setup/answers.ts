/** What a person need not be asked: the answers that flags and variables hold. */

import { checkField, trimField } from '../../auth/credentialFields.ts';
import { fieldOfProperty, KINDS } from '../../auth/kinds/index.ts';
import { UsageError } from '../../base/errors.ts';
import { toCamelCase } from '../../base/words.ts';
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
  howToAnswer(property: Property): string;
}

const flagOf = (property: Property): string => `--${toCamelCase(property)}`;

const isSecret = (property: Property): boolean => fieldOfProperty(property)?.isSecret === true;

/** What to pass for the property. */
const howToProvide = (property: Property): string => {
  const piped = isSecret(property) ? ` ${FROM_STANDARD_INPUT} with the secret on standard input` : '';
  return `${flagOf(property)}${piped}, or set ${variableName(property)}`;
};

/** The value as it is kept. @throws {ConfigError} for a half of credentials that its form rules out */
function checkAnswer(property: Property, setting: Setting | undefined): Setting | undefined {
  const field = fieldOfProperty(property);
  if (!field) return setting;
  const trimmed = trimField(setting);
  return trimmed && { ...trimmed, value: checkField(field, trimmed) };
}

/** @throws {UsageError} for a secret that stands on the command line, where every process can read it */
export function readAnswers(system: System, flags: AnswerFlags, settings: Settings): Answers {
  const flag = (property: Property): string | undefined => {
    const value = flags[toCamelCase(property)];
    // A flag that was given as nothing answers nothing.
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  for (const { property } of KINDS.flatMap(({ fields }) => fields)) {
    const value = flag(property);
    if (isSecret(property) && value !== undefined && value !== FROM_STANDARD_INPUT)
      throw new UsageError(
        `${flagOf(property)} takes no secret, because every process of this machine could read it`,
        { hint: `Pass ${howToProvide(property)}.` },
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
    get: async (property) => checkAnswer(property, await given(property)),
    howToAnswer(property) {
      const advice =
        emptyVariables(system.env, [property]) ?? misnamedVariables(system.env, [property]) ?? '';
      return `${howToProvide(property)}. ${advice}`.replace(/\.? ?$/, '');
    },
  };
}
