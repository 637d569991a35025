/** Asks before something is destroyed. */
import { CliError, InterruptedError, UsageError } from '../errors.ts';
import type { System } from '../system/system.ts';
import { visible } from './visible.ts';

/** How it is said what a question is about. */
export interface Wording {
  /** What `--force` does: `delete`. */
  readonly todo: string;
  /** How things stand without an answer: `nothing was deleted`. */
  readonly undone: string;
}

const DELETION: Wording = { todo: 'delete', undone: 'nothing was deleted' };

/** @throws {UsageError} when nobody can be asked, and `--force` does not say that nobody need be */
export function checkCanAsk({ stdin, stderr }: System, { todo, undone }: Wording = DELETION): void {
  if (!stdin.isTerminal || !stderr.isTerminal)
    throw new UsageError(`there is no terminal to ask for confirmation on, so ${undone}`, {
      hint: `Add --force to ${todo} without being asked.`,
    });
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
  const answer = await system.confirm(visible(question), signal);
  if (answer === 'interrupted') {
    signal.throwIfAborted();
    throw new InterruptedError('interrupted by SIGINT', 2);
  }
  if (answer === 'ended') throw new CliError(`the input ended without an answer, ${undone}`);
  return answer === 'yes';
}
