import type { System } from '../system/system.ts';
import type { Interruption } from '../terminal/interruption.ts';
import { startSpinner } from '../terminal/spinner.ts';

/**
 * Shows a spinner while waiting for the work, which signals can interrupt.
 * @param text the text of the spinner
 * @throws {InterruptedError} if a signal arrives first
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
