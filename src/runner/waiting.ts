/** Waits for work that a signal may interrupt, and shows that it goes on. */
import type { System } from '../system/system.ts';
import type { Interruption } from '../terminal/interruption.ts';
import { startSpinner } from '../terminal/spinner.ts';

/**
 * Waits for the work, behind a spinner.
 * @param text what the spinner says
 * @throws {InterruptedError} when a signal comes first
 */
export async function withSpinner<T>(
  system: System,
  { race }: Pick<Interruption, 'race'>,
  text: string,
  work: () => Promise<T>,
): Promise<T> {
  const stopSpinner = startSpinner(system, text);
  try {
    return await race(work());
  } finally {
    stopSpinner();
  }
}
