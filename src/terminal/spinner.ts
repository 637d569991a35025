/** Shows a spinner at a terminal while an operation takes long. */
import { cleanUp } from '../base/cleanUp.ts';
import type { Spinner, System } from '../system/system.ts';

const SPINNER_DELAY_MS = 500;

/** Whether standard error is a terminal that can draw a spinner. */
const canShowSpinner = ({ env, stderr }: System): boolean =>
  stderr.isTerminal && env['TERM'] !== 'dumb' && !env['CI'];

/** Shows the spinner after a delay. Returns a function that cancels the delay or removes the spinner. */
export function startSpinner(system: System, text: string): () => void {
  let stopped = false;
  let spinner: Spinner | undefined;
  const show = async () => {
    // Checked only now, because it loads node:fs, which most runs load anyway while they wait for the response.
    if (!canShowSpinner(system)) return;
    const shown = await system.spin(text);
    if (stopped) shown.stop();
    else spinner = shown;
  };
  // The terminal may be gone. The response matters more than the spinner, so errors are ignored.
  const timer = setTimeout(() => void cleanUp(show), SPINNER_DELAY_MS);
  return () => {
    stopped = true;
    clearTimeout(timer);
    void cleanUp(() => spinner?.stop());
  };
}
