/** What happens to a run when a signal asks for its end. */
import { InterruptedError } from '../base/errors.ts';
import type { System } from '../system/system.ts';

export interface Interruption {
  /** Settles as the work does, unless a signal comes first: then it rejects with an InterruptedError. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Aborted when a signal comes. */
  readonly signal: AbortSignal;
  /** Ends the listening. */
  stop(): void;
}

/** Listens from now on; a second signal ends the process at once, after `abandon` has saved what must be. */
export function listenForInterruption(system: System, onSecondSignal: () => void = () => {}): Interruption {
  const controller = new AbortController();
  const interrupted = new Promise<never>((_, reject) =>
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason)),
  );
  interrupted.catch(() => undefined);
  const stop = system.onSignal((name, number) => {
    // A second signal is from somebody who does not want to wait for what the first one started.
    if (controller.signal.aborted) {
      onSecondSignal();
      system.exit(128 + number);
    }
    controller.abort(new InterruptedError(`interrupted by ${name}`, number));
  });
  return { race: (work) => Promise.race([work, interrupted]), signal: controller.signal, stop };
}

/** Listens while the work is done, whatever becomes of it. */
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
