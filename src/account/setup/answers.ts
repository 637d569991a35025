/** The answers to set-up questions that flags and environment variables give. */

import { checkField, trimField } from '../../auth/credentialFields.ts';
import { fieldOfProperty, KINDS } from '../../auth/kinds/index.ts';
import { UsageError } from '../../base/errors.ts';
import { toCamelCase } from '../../base/words.ts';
import type { Property, Setting, Settings } from '../../config/settings.ts';
import { variableName } from '../../config/variable.ts';
import { emptyVariables, misnamedVariables } from '../../config/variableHints.ts';
import type { System } from '../../system/system.ts';
import { FROM_STANDARD_INPUT, readSecret } from '../../terminal/secret.ts';

/** The values of flags. The flag for a property has the property's name in camel case. */
export type AnswerFlags = Readonly<Record<string, unknown>>;

export interface Answers {
  /**
   * The value for the property, and where it came from. Reads a secret from standard input when it is called.
   * @throws {ConfigError} if the value cannot be that part of credentials
   */
  get(property: Property): Promise<Setting | undefined>;
  /** Whether a flag or variable has a value for the property. */
  has(property: Property): boolean;
  /** Whether a flag has one. */
  isFlag(property: Property): boolean;
  /** How a script can give the answer, for an error message. */
  howToAnswer(property: Property): string;
}

const flagOf = (property: Property): string => `--${toCamelCase(property)}`;

const isSecret = (property: Property): boolean => fieldOfProperty(property)?.isSecret === true;

const howToProvide = (property: Property): string => {
  const piped = isSecret(property) ? ` ${FROM_STANDARD_INPUT} with the secret on standard input` : '';
  return `${flagOf(property)}${piped}, or set ${variableName(property)}`;
};

/** The trimmed, checked value. @throws {ConfigError} if the value cannot be that part of credentials */
function checkAnswer(property: Property, setting: Setting | undefined): Setting | undefined {
  const field = fieldOfProperty(property);
  if (!field) return setting;
  const trimmed = trimField(setting);
  return trimmed && { ...trimmed, value: checkField(field, trimmed) };
}

/** Reads the answers. @throws {UsageError} for a secret on the command line, which other processes can read */
export function readAnswers(system: System, flags: AnswerFlags, settings: Settings): Answers {
  const flag = (property: Property): string | undefined => {
    const value = flags[toCamelCase(property)];
    // An empty flag is not an answer.
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  for (const { property } of KINDS.flatMap(({ fields }) => fields)) {
    const value = flag(property);
    if (isSecret(property) && value !== undefined && value !== FROM_STANDARD_INPUT)
      throw new UsageError(
        `${flagOf(property)} does not accept a secret, because other processes could read it`,
        { hint: `Pass ${howToProvide(property)}.` },
      );
  }

  async function findAnswer(property: Property): Promise<Setting | undefined> {
    const value = flag(property);
    const name = flagOf(property);
    if (value === undefined) return settings.fromEnvironment(property);
    const text = isSecret(property) ? await readSecret(system, name, `… | atlas … ${name} -`) : value;
    return { value: text, origin: { kind: 'input', name } };
  }

  return {
    isFlag: (property) => flag(property) !== undefined,
    has: (property) => flag(property) !== undefined || settings.fromEnvironment(property) !== undefined,
    get: async (property) => checkAnswer(property, await findAnswer(property)),
    howToAnswer(property) {
      const hint = emptyVariables(system.env, [property]) ?? misnamedVariables(system.env, [property]) ?? '';
      return `${howToProvide(property)}. ${hint}`.replace(/\.? ?$/, '');
    },
  };
}
