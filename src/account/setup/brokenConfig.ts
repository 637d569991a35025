/** Offers to move an invalid configuration file away and to start with a new one. */
import { addHint, CliError } from '../../base/errors.ts';
import { capitalize, quoteForShell } from '../../base/words.ts';
import { loadConfigFile } from '../../config/file/read.ts';
import { configPath, moveConfigAside } from '../../config/file/store.ts';
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

/** The command that moves the file, for scripts and for users who declined. */
function moveCommand({ platform }: System, path: string): string {
  const to = `${path}.broken`;
  return platform === 'win32' ? `move "${path}" "${to}"` : `mv ${quoteForShell(path)} ${quoteForShell(to)}`;
}

/**
 * Asks whether to move an invalid configuration file away, and moves it. Does nothing if the file is valid.
 * @throws {CliError} with the problem of the file, if the user declines or cannot be asked
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
