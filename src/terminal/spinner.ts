/** Shows that something is going on, where somebody is looking and it takes long. */
import type { Spinner, System } from '../system/system.ts';

/** Milliseconds before a spinner shows. */
const PATIENCE = 500;

/** Starts to wait; the function that it returns stops the waiting and the spinner, which may come any time. */
export function startSpinner(system: System, text: string): () => void {
  const { env, stderr } = system;
  if (!stderr.isTerminal || env['TERM'] === 'dumb' || env['CI']) return () => {};
  let stopped = false;
  let spinner: Spinner | undefined;
  const timer = setTimeout(async () => {
    const shown = await system.spin(text);
    if (stopped) shown.stop();
    else spinner = shown;
  }, PATIENCE);
  return () => {
    stopped = true;
    clearTimeout(timer);
    spinner?.stop();
  };
}
