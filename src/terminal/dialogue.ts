/** Asks questions at the terminal. Without a terminal, a question becomes an error that names the flag to pass. */
import { UsageError } from '../base/errors.ts';
import type { Question, System } from '../system/system.ts';
import { canPrompt, requireAnswer } from './confirm.ts';
import { escapeControls } from './escapeControls.ts';
import type { Interruption } from './interruption.ts';

/** How a script can answer a question. */
interface ScriptAnswer {
  /** What the question asks for: `the public key`. */
  readonly subject: string;
  /** What to pass instead: `--publicApiKey, or set MONGODB_ATLAS_PUBLIC_API_KEY`. */
  readonly alternative: string;
}

export type DialogueQuestion = Question & ScriptAnswer;

export type Choice = Extract<Question, { kind: 'choice' }> & ScriptAnswer;

export interface Dialogue {
  /** Whether questions can be asked; see canPrompt. */
  readonly isInteractive: boolean;
  /**
   * Asks the question and returns the answer.
   * @throws {UsageError} if there is no terminal
   * @throws {CliError} if there is no answer, because of Ctrl-C, a signal, or the end of the input
   */
  ask(question: DialogueQuestion): Promise<string>;
  /** Asks a yes-or-no question, for which Enter alone means no. Call it only if the dialogue is interactive. */
  confirm(question: string): Promise<boolean>;
  /** Prints a line, only if the dialogue is interactive. */
  say(text: string): Promise<void>;
}

/** Escapes control characters: a question can contain text from Atlas, such as the names of organizations. */
function shown(question: Question): Question {
  const message = escapeControls(question.message);
  if (question.kind !== 'choice') return { ...question, message };
  const choices = question.choices.map(({ value, name }) => ({ value, name: escapeControls(name) }));
  return { ...question, message, choices };
}

/** Creates a dialogue whose questions end when the run is interrupted. */
export function openDialogue(system: System, { signal }: Interruption): Dialogue {
  const isInteractive = canPrompt(system);
  return {
    isInteractive,
    async ask({ subject, alternative, ...question }) {
      if (!isInteractive)
        throw new UsageError(`${subject} is missing, and there is no terminal to ask for it`, {
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
