/** What a person need not be asked: the answers that flags and variables hold. */

import { UsageError } from '../../base/errors.ts';
import { SECRETS } from '../../config/properties.ts';
import type { Property, Setting, Settings } from '../../config/settings.ts';
import type { System } from '../../system/system.ts';
import { FROM_STANDARD_INPUT, readSecret } from '../../terminal/secret.ts';

/** The flags that answer questions, by the property that each stands for. */
export const ANSWER_FLAGS = {
  auth_type: 'authType',
  public_api_key: 'publicApiKey',
  private_api_key: 'privateApiKey',
  client_id: 'clientId',
  client_secret: 'clientSecret',
  org_id: 'orgId',
  project_id: 'projectId',
  output: 'output',
} as const satisfies Partial<Record<Property, string>>;

export type Answerable = keyof typeof ANSWER_FLAGS;

/** The values of the flags in ANSWER_FLAGS, as far as the command has them. */
export type AnswerFlags = {
  readonly [Flag in (typeof ANSWER_FLAGS)[Answerable]]?: string | undefined;
};

export interface Answers {
  /** The answer that was given for the property, and how; a secret is read from standard input only now. */
  get(property: Answerable): Promise<Setting | undefined>;
  /** Whether there is one. */
  has(property: Answerable): boolean;
  /** Whether a flag holds it. */
  isFlag(property: Answerable): boolean;
}

/** How a script answers, for its error message. */
export const insteadOf = (property: Answerable): string => {
  const flag = `--${ANSWER_FLAGS[property]}`;
  const piped = SECRETS.has(property) ? ` ${FROM_STANDARD_INPUT} with the secret on standard input` : '';
  return `${flag}${piped}, or set MONGODB_ATLAS_${property.toUpperCase()}`;
};

/** @throws {UsageError} for a secret that stands on the command line, where every process can read it */
export function givenAnswers(system: System, flags: AnswerFlags, settings: Settings): Answers {
  // A flag that was given as nothing answers nothing.
  const flag = (property: Answerable): string | undefined => flags[ANSWER_FLAGS[property]] || undefined;
  for (const property of Object.keys(ANSWER_FLAGS) as Answerable[]) {
    const value = flag(property);
    if (SECRETS.has(property) && value !== undefined && value !== FROM_STANDARD_INPUT)
      throw new UsageError(
        `--${ANSWER_FLAGS[property]} takes no secret, because every process of this machine could read it`,
        { hint: `Pass ${insteadOf(property)}.` },
      );
  }
  return {
    isFlag: (property) => flag(property) !== undefined,
    has: (property) => flag(property) !== undefined || settings.fromEnvironment(property) !== undefined,
    async get(property) {
      const value = flag(property);
      const name = `--${ANSWER_FLAGS[property]}`;
      if (value === undefined) return settings.fromEnvironment(property);
      const text = SECRETS.has(property) ? await readSecret(system, name, `… | atlas … ${name} -`) : value;
      return { value: text, origin: { kind: 'given', how: name } };
    },
  };
}
