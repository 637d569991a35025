/** Confirmations: yes-or-no questions before something is deleted or replaced. */
import { CliError, InterruptedError, UsageError } from '../base/errors.ts';
import type { ConfirmationAnswer, QuestionAnswer, System } from '../system/system.ts';
import { escapeControls } from './escapeControls.ts';

/** The words for messages about a confirmation that was not given. */
export interface ConfirmationWording {
  /** What `--force` does without asking: `delete`. */
  readonly action: string;
  /** The state without an answer: `nothing was deleted`. */
  readonly ifNotConfirmed: string;
}

const DELETION: ConfirmationWording = { action: 'delete', ifNotConfirmed: 'nothing was deleted' };

/** Whether the program can ask questions: standard input and standard error are terminals. */
export const canPrompt = ({ stdin, stderr }: System): boolean => stdin.isTerminal && stderr.isTerminal;

/** @throws {UsageError} if there is no terminal for the confirmation */
export function checkCanPrompt(
  system: System,
  { action, ifNotConfirmed }: ConfirmationWording = DELETION,
): void {
  if (!canPrompt(system))
    throw new UsageError(`there is no terminal to ask for confirmation, so ${ifNotConfirmed}`, {
      hint: `To ${action} without confirmation, add --force.`,
    });
}

/**
 * Returns the answer to a question.
 * @param signal the one that the question was asked with
 * @param ifNotConfirmed see ConfirmationWording
 * @throws {CliError} if there is no answer, because of Ctrl-C, the signal, or the end of the input
 */
export function requireAnswer<R extends ConfirmationAnswer | QuestionAnswer>(
  answer: R,
  signal: AbortSignal,
  ifNotConfirmed?: string,
): Exclude<R, 'interrupted' | 'ended'> {
  if (answer === 'interrupted') {
    signal.throwIfAborted();
    throw new InterruptedError('interrupted by SIGINT', 2);
  }
  if (answer === 'ended')
    throw new CliError(
      `the input ended without an answer${ifNotConfirmed === undefined ? '' : `, ${ifNotConfirmed}`}`,
    );
  return answer as Exclude<R, 'interrupted' | 'ended'>;
}

/**
 * Asks the question and returns whether the answer is yes.
 * @param signal cancels the question
 * @throws {CliError} if there is no answer, because of Ctrl-C, the signal, or the end of the input
 */
export async function isConfirmed(
  system: System,
  question: string,
  signal: AbortSignal,
  { ifNotConfirmed }: ConfirmationWording = DELETION,
): Promise<boolean> {
  return (
    requireAnswer(await system.confirm(escapeControls(question), signal), signal, ifNotConfirmed) === 'yes'
  );
}
