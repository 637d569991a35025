/** A way past a configuration file that cannot be used: its owner may put it aside, and begin with a new one. */
import { addHint, CliError } from '../../base/errors.ts';
import { capitalize, quoteForShell } from '../../base/words.ts';
import { loadConfigFile } from '../../config/file.ts';
import { configPath, moveConfigAside } from '../../config/store.ts';
import type { System } from '../../system/system.ts';
import type { Dialogue } from '../../terminal/dialogue.ts';

async function findConfigProblem(system: System): Promise<CliError | undefined> {
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
  return platform === 'win32' ? `move "${path}" "${to}"` : `mv ${quoteForShell(path)} ${quoteForShell(to)}`;
}

/**
 * Asks whether a file that cannot be used may be moved aside, and moves it. Does nothing where the file is good.
 * @throws {CliError} when it must stay, or there is nobody to ask: why it cannot be used, and what to do
 */
export async function offerToReplaceBrokenConfig(system: System, dialogue: Dialogue): Promise<void> {
  const problem = await findConfigProblem(system);
  if (!problem) return;
  const path = configPath(system);
  const stamp = new Date(system.now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const newPath = `${path}.broken-${stamp}`;
  const mayMove =
    dialogue.isInteractive &&
    (await dialogue.confirm(
      `${capitalize(problem.message)}. Move it to ${newPath} and start with a new file?`,
    ));
  if (!mayMove) throw addHint(problem, `To start with a new file: ${moveCommand(system, path)}`);
  await moveConfigAside(system, newPath);
}
