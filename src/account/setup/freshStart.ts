/** A way past a configuration file that cannot be used: its owner may put it aside, and begin with a new one. */
import { advise, CliError } from '../../base/errors.ts';
import { capitalised, shellWord } from '../../base/words.ts';
import { loadConfigFile } from '../../config/file.ts';
import { configPath, moveConfigAside } from '../../config/store.ts';
import type { System } from '../../system/system.ts';
import type { Dialogue } from '../../terminal/dialogue.ts';

async function problemOf(system: System): Promise<CliError | undefined> {
  try {
    await loadConfigFile(system);
    return undefined;
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
}

/** How a script, or somebody who said no, moves the file. */
function moveCommand({ platform }: System, path: string): string {
  const to = `${path}.broken`;
  return platform === 'win32' ? `move "${path}" "${to}"` : `mv ${shellWord(path)} ${shellWord(to)}`;
}

/**
 * Asks whether a file that cannot be used may be moved aside, and moves it. Does nothing where the file is good.
 * @throws {CliError} when it must stay, or there is nobody to ask: why it cannot be used, and what to do
 */
export async function makeWay(system: System, talk: Dialogue): Promise<void> {
  const problem = await problemOf(system);
  if (!problem) return;
  const path = configPath(system);
  const stamp = new Date(system.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const aside = `${path}.broken-${stamp}`;
  const mayMove =
    talk.isPossible &&
    (await talk.confirm(`${capitalised(problem.message)}. Move it to ${aside} and start with a new file?`));
  if (!mayMove) throw advise(problem, `To start with a new file: ${moveCommand(system, path)}`);
  await moveConfigAside(system, aside);
}
