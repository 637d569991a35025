/** Shows that something is going on, where somebody is looking and it takes long. */
import type { Spinner, System } from '../system/system.ts';

/** Milliseconds before a spinner shows. */
const PATIENCE = 500;

/** Whether somebody sees it, on a terminal that can draw. */
const isWatched = ({ env, stderr }: System): boolean =>
  stderr.isTerminal && env['TERM'] !== 'dumb' && !env['CI'];

/** Starts to wait; the function that it returns stops the waiting and the spinner, which may come any time. */
export function startSpinner(system: System, text: string): () => void {
  let stopped = false;
  let spinner: Spinner | undefined;
  const show = async () => {
    // Not asked before: it loads node:fs, which most runs do while they wait for the response.
    if (!isWatched(system)) return;
    const shown = await system.spin(text);
    if (stopped) shown.stop();
    else spinner = shown;
  };
  // A spinner that cannot be shown is no reason to fail.
  const timer = setTimeout(() => show().catch(() => undefined), PATIENCE);
  return () => {
    stopped = true;
    clearTimeout(timer);
    spinner?.stop();
  };
}
