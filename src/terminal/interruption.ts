/** Interrupts a run when a signal asks the process to end. */
import { InterruptedError } from '../base/errors.ts';
import type { System } from '../system/system.ts';

export interface Interruption {
  /** Settles like the work, or rejects with an InterruptedError if a signal arrives first. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Aborted when a signal arrives. */
  readonly signal: AbortSignal;
  /** Stops listening for signals. */
  stop(): void;
}

/**
 * Starts listening for signals. The first one aborts the interruption, the second one ends the process immediately.
 * @param onSecondSignal saves what must not be lost, synchronously, before the process ends
 */
export function listenForInterruption(system: System, onSecondSignal: () => void = () => {}): Interruption {
  const controller = new AbortController();
  const interrupted = new Promise<never>((_, reject) =>
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason)),
  );
  interrupted.catch(() => undefined);
  const stop = system.onSignal((name, number) => {
    if (controller.signal.aborted) {
      onSecondSignal();
      system.exit(128 + number);
    }
    controller.abort(new InterruptedError(`interrupted by ${name}`, number));
  });
  return { race: (work) => Promise.race([work, interrupted]), signal: controller.signal, stop };
}

/** Runs the work, which signals can interrupt. Stops listening when the work settles. */
export async function withInterruption<T>(
  system: System,
  work: (interruption: Interruption) => Promise<T>,
): Promise<T> {
  const interruption = listenForInterruption(system);
  try {
    return await work(interruption);
  } finally {
    interruption.stop();
  }
}
