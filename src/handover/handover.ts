/** The way out for an answer that could not be printed: a one-time secret is in it. */
import { join } from 'node:path';
import { type CliError, OutputError } from '../base/errors.ts';
import { configFolder } from '../config/location.ts';
import type { System } from '../system/system.ts';
import { visibleLines } from '../terminal/visible.ts';
import { readersOf } from './readers.ts';

/** Tries one way; undefined when it is not possible, else what to say of it. */
type Way = () => Promise<string | undefined>;

/**
 * Puts the answer into a new private file of the configuration folder, before it returns.
 * @returns where it is, as a sentence; undefined when that is not possible
 */
function saveInFile(system: System, answer: string): string | undefined {
  const folder = configFolder(system);
  if (folder === undefined) return undefined;
  const stamp = new Date(system.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const path = join(folder, `unprinted-answer-${stamp}-${system.randomHex(4)}.json`);
  try {
    system.files.createPrivate(path, answer);
  } catch {
    return undefined;
  }
  return `Its answer, private key included, is in ${path} (${readersOf(path, system)}).`;
}

/** For a process that ends at once, while a terminal (stopped by Ctrl-S, say) has taken the answer only in part. */
export function saveAtOnce(system: System, answer: string): void {
  const place = saveInFile(system, answer);
  // What standard error can take without waiting is written now; the process does not live to see the rest.
  if (place) system.stderr.write(`\n${place}\n`).catch(() => undefined);
}

function toStandardError({ stderr }: System, answer: string): Way {
  return async () => {
    if (stderr.isClosed()) return undefined;
    try {
      await stderr.write(`${stderr.isTerminal ? visibleLines(answer) : answer}\n`);
    } catch {
      return undefined;
    }
    return 'Its answer, private key included, stands above. It is not shown again: save it now.';
  };
}

/**
 * Puts the whole answer where its owner finds it: on standard error if that is a terminal, otherwise into a new
 * private file of the configuration folder; whichever is not possible, the other.
 * @returns the error to end with: what went wrong, and where the answer is. Its status is 1, after a signal as well:
 * the key was created, and somebody must look.
 */
export async function handOver(
  system: System,
  what: string,
  answer: string,
  error: CliError,
): Promise<OutputError> {
  const ways: Way[] = [async () => saveInFile(system, answer), toStandardError(system, answer)];
  if (system.stderr.isTerminal) ways.reverse();
  let hint: string | undefined;
  for (const way of ways) hint ??= await way();
  return new OutputError(error.message, {
    hint: `The ${what} was created. ${hint ?? 'Its answer could be saved nowhere: delete the key and create another.'}`,
  });
}
