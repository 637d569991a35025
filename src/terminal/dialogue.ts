/** Gets answers from a person at the terminal; without one, says what to pass instead. */
import { UsageError } from '../base/errors.ts';
import type { Question, System } from '../system/system.ts';
import { answerIn, canAsk } from './confirm.ts';
import type { Interruption } from './interruption.ts';
import { visible } from './visible.ts';

/** How a script answers a question. */
interface Instead {
  /** What the answer is, as a script that lacks it is told: `the public key`. */
  readonly what: string;
  /** What to pass: `--publicApiKey, or MONGODB_ATLAS_PUBLIC_API_KEY`. */
  readonly instead: string;
}

export type Asked = Question & Instead;

export type Choice = Extract<Question, { kind: 'choice' }> & Instead;

export interface Dialogue {
  /** Whether there is somebody to ask. */
  readonly isPossible: boolean;
  /**
   * The answer to the question.
   * @throws {UsageError} when there is nobody to ask
   * @throws {CliError} when there is no answer: Ctrl-C, or the end of the input
   */
  ask(question: Asked): Promise<string>;
  /** Whether the answer is yes; Enter alone is no. Only where somebody can be asked. */
  confirm(question: string): Promise<boolean>;
  /** Tells the person something; a script is told nothing. */
  say(text: string): Promise<void>;
}

/** What stands in a question may have come from the service, names of organizations for one. */
function shown(question: Question): Question {
  const message = visible(question.message);
  if (question.kind !== 'choice') return { ...question, message };
  const choices = question.choices.map(({ value, name }) => ({ value, name: visible(name) }));
  return { ...question, message, choices };
}

/** The way to whoever is at the terminal, if anybody is; an interruption ends each question. */
export function dialogue(system: System, { signal }: Interruption): Dialogue {
  const isPossible = canAsk(system);
  return {
    isPossible,
    async ask({ what, instead, ...question }) {
      if (!isPossible)
        throw new UsageError(`${what} is missing, and there is no terminal to ask on`, {
          hint: `Pass ${instead}.`,
        });
      return answerIn(await system.ask(shown(question), signal), signal).answer;
    },
    confirm: async (question) => answerIn(await system.confirm(visible(question), signal), signal) === 'yes',
    async say(text) {
      if (isPossible) await system.stderr.write(`${visible(text)}\n`).catch(() => undefined);
    },
  };
}
