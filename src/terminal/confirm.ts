/** Asks before something is destroyed. */
import { CliError, InterruptedError, UsageError } from '../base/errors.ts';
import type { ConfirmationAnswer, QuestionAnswer, System } from '../system/system.ts';
import { escapeControls } from './escapeControls.ts';

/** How it is said what a question is about. */
export interface ConfirmationWording {
  /** What `--force` does: `delete`. */
  readonly action: string;
  /** How things stand without an answer: `nothing was deleted`. */
  readonly ifNotConfirmed: string;
}

const DELETION: ConfirmationWording = { action: 'delete', ifNotConfirmed: 'nothing was deleted' };

/** Whether there is somebody to ask. */
export const canPrompt = ({ stdin, stderr }: System): boolean => stdin.isTerminal && stderr.isTerminal;

/** @throws {UsageError} when nobody can be asked, and `--force` does not say that nobody need be */
export function checkCanPrompt(
  system: System,
  { action, ifNotConfirmed }: ConfirmationWording = DELETION,
): void {
  if (!canPrompt(system))
    throw new UsageError(`there is no terminal to ask for confirmation on, so ${ifNotConfirmed}`, {
      hint: `Add --force to ${action} without being asked.`,
    });
}

/**
 * What was answered.
 * @param undone how things stand without an answer
 * @throws {CliError} when there is none: Ctrl-C, the signal, or the end of the input
 */
export function requireAnswer<R extends ConfirmationAnswer | QuestionAnswer>(
  reply: R,
  signal: AbortSignal,
  ifNotConfirmed?: string,
): Exclude<R, 'interrupted' | 'ended'> {
  if (reply === 'interrupted') {
    signal.throwIfAborted();
    throw new InterruptedError('interrupted by SIGINT', 2);
  }
  if (reply === 'ended')
    throw new CliError(
      `the input ended without an answer${ifNotConfirmed === undefined ? '' : `, ${ifNotConfirmed}`}`,
    );
  return reply as Exclude<R, 'interrupted' | 'ended'>;
}

/**
 * Asks the question and returns whether the answer is yes.
 * @param signal ends the asking, for whoever heard a signal
 * @throws {CliError} when there is no answer: Ctrl-C, or the end of the input
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
