/** Shows that something is going on, where somebody is looking and it takes long. */
import { cleanUp } from '../base/cleanUp.ts';
import type { Spinner, System } from '../system/system.ts';

/** Milliseconds before a spinner shows. */
const PATIENCE = 500;

/** Starts to wait; the function that it returns stops the waiting and the spinner, which may come any time. */
export function startSpinner(system: System, text: string): () => void {
  const { env, stderr } = system;
  if (!stderr.isTerminal || env['TERM'] === 'dumb' || env['CI']) return () => {};
  let stopped = false;
  let spinner: Spinner | undefined;
  const show = async () => {
    const shown = await system.spin(text);
    if (stopped) shown.stop();
    else spinner = shown;
  };
  // The terminal may be gone: the response matters more than the spinner.
  const timer = setTimeout(() => void cleanUp(show), PATIENCE);
  return () => {
    stopped = true;
    clearTimeout(timer);
    void cleanUp(() => spinner?.stop());
  };
}
