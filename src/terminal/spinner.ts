/** Shows that something is going on, where somebody is looking and it takes long. */
import { cleanUp } from '../base/cleanUp.ts';
import type { Spinner, System } from '../system/system.ts';

/** How long to wait before a spinner shows. */
const SPINNER_DELAY_MS = 500;

/** Whether somebody sees it, on a terminal that can draw. */
const canShowSpinner = ({ env, stderr }: System): boolean =>
  stderr.isTerminal && env['TERM'] !== 'dumb' && !env['CI'];

/** Starts to wait; the function that it returns stops the waiting and the spinner, which may come any time. */
export function startSpinner(system: System, text: string): () => void {
  let stopped = false;
  let spinner: Spinner | undefined;
  const show = async () => {
    // Not asked before: it loads node:fs, which most runs do while they wait for the response.
    if (!canShowSpinner(system)) return;
    const shown = await system.spin(text);
    if (stopped) shown.stop();
    else spinner = shown;
  };
  // The terminal may be gone: the response matters more than the spinner.
  const timer = setTimeout(() => void cleanUp(show), SPINNER_DELAY_MS);
  return () => {
    stopped = true;
    clearTimeout(timer);
    void cleanUp(() => spinner?.stop());
  };
}
