/** Asks before something is destroyed. */
import { CliError, InterruptedError, UsageError } from '../base/errors.ts';
import type { Confirmation, Reply, System } from '../system/system.ts';
import { visible } from './visible.ts';

/** How it is said what a question is about. */
export interface Wording {
  /** What `--force` does: `delete`. */
  readonly todo: string;
  /** How things stand without an answer: `nothing was deleted`. */
  readonly undone: string;
}

const DELETION: Wording = { todo: 'delete', undone: 'nothing was deleted' };

/** Whether there is somebody to ask. */
export const canAsk = ({ stdin, stderr }: System): boolean => stdin.isTerminal && stderr.isTerminal;

/** @throws {UsageError} when nobody can be asked, and `--force` does not say that nobody need be */
export function checkCanAsk(system: System, { todo, undone }: Wording = DELETION): void {
  if (!canAsk(system))
    throw new UsageError(`there is no terminal to ask for confirmation on, so ${undone}`, {
      hint: `Add --force to ${todo} without being asked.`,
    });
}

/**
 * What was answered.
 * @param undone how things stand without an answer
 * @throws {CliError} when there is none: Ctrl-C, the signal, or the end of the input
 */
export function answerIn<R extends Confirmation | Reply>(
  reply: R,
  signal: AbortSignal,
  undone?: string,
): Exclude<R, 'interrupted' | 'ended'> {
  if (reply === 'interrupted') {
    signal.throwIfAborted();
    throw new InterruptedError('interrupted by SIGINT', 2);
  }
  if (reply === 'ended')
    throw new CliError(`the input ended without an answer${undone === undefined ? '' : `, ${undone}`}`);
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
  { undone }: Wording = DELETION,
): Promise<boolean> {
  return answerIn(await system.confirm(visible(question), signal), signal, undone) === 'yes';
}
