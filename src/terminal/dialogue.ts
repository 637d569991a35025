/** Gets answers from a person at the terminal; without one, says what to pass instead. */
import { UsageError } from '../base/errors.ts';
import type { Question, System } from '../system/system.ts';
import { canPrompt, requireAnswer } from './confirm.ts';
import { escapeControls } from './escapeControls.ts';
import type { Interruption } from './interruption.ts';

/** How a script answers a question. */
interface ScriptAnswer {
  /** What the answer is, as a script that lacks it is told: `the public key`. */
  readonly subject: string;
  /** What to pass: `--publicApiKey, or MONGODB_ATLAS_PUBLIC_API_KEY`. */
  readonly alternative: string;
}

export type DialogueQuestion = Question & ScriptAnswer;

export type Choice = Extract<Question, { kind: 'choice' }> & ScriptAnswer;

export interface Dialogue {
  /** Whether there is somebody to ask. */
  readonly isInteractive: boolean;
  /**
   * The answer to the question.
   * @throws {UsageError} when there is nobody to ask
   * @throws {CliError} when there is no answer: Ctrl-C, or the end of the input
   */
  ask(question: DialogueQuestion): Promise<string>;
  /** Whether the answer is yes; Enter alone is no. Only where somebody can be asked. */
  confirm(question: string): Promise<boolean>;
  /** Tells the person something; a script is told nothing. */
  say(text: string): Promise<void>;
}

/** What stands in a question may have come from the service, names of organizations for one. */
function shown(question: Question): Question {
  const message = escapeControls(question.message);
  if (question.kind !== 'choice') return { ...question, message };
  const choices = question.choices.map(({ value, name }) => ({ value, name: escapeControls(name) }));
  return { ...question, message, choices };
}

/** The way to whoever is at the terminal, if anybody is; an interruption ends each question. */
export function openDialogue(system: System, { signal }: Interruption): Dialogue {
  const isInteractive = canPrompt(system);
  return {
    isInteractive,
    async ask({ subject, alternative, ...question }) {
      if (!isInteractive)
        throw new UsageError(`${subject} is missing, and there is no terminal to ask on`, {
          hint: `Pass ${alternative}.`,
        });
      return requireAnswer(await system.ask(shown(question), signal), signal).answer;
    },
    confirm: async (question) =>
      requireAnswer(await system.confirm(escapeControls(question), signal), signal) === 'yes',
    async say(text) {
      if (isInteractive) await system.stderr.write(`${escapeControls(text)}\n`).catch(() => undefined);
    },
  };
}
