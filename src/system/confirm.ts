/** A question on the terminal; the library for it is loaded only when one is asked. */
import confirmPrompt from '@inquirer/confirm';
import type { Confirmation } from './system.ts';

/** See System.confirm. */
export async function confirm(question: string, signal: AbortSignal): Promise<Confirmation> {
  const { stdin, stderr } = process;
  const ended = new AbortController();
  const end = () => ended.abort();
  // The library waits for ever when the input ends: Ctrl-D, or a terminal that is gone.
  const endOnControlD = (_: unknown, key: { ctrl?: boolean; name?: string } | undefined) => {
    if (key?.ctrl && key.name === 'd') end();
  };
  stdin.on('keypress', endOnControlD).on('end', end).on('error', end);
  try {
    const isYes = await confirmPrompt(
      { message: question, default: false },
      { input: stdin, output: stderr, signal: AbortSignal.any([signal, ended.signal]) },
    );
    return isYes ? 'yes' : 'no';
  } catch {
    return ended.signal.aborted && !signal.aborted ? 'ended' : 'interrupted';
  } finally {
    stdin.off('keypress', endOnControlD).off('end', end).off('error', end);
    stdin.pause();
  }
}
