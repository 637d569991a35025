/** `atlas config delete` and `atlas config rename`: both ask before they remove a profile. */

import { UsageError } from '../base/errors.ts';
import { quoteForShell } from '../base/words.ts';
import type { ConfigEditor } from '../config/file/configEditor.ts';
import { editConfigFile } from '../config/file/edit.ts';
import { readConfigFile } from '../config/file/read.ts';
import { checkProfileName } from '../config/profileName.ts';
import type { System } from '../system/system.ts';
import { type ConfirmationWording, canPrompt, checkCanPrompt, isConfirmed } from '../terminal/confirm.ts';
import { withInterruption } from '../terminal/interruption.ts';
import { print } from '../terminal/print.ts';

/** Checks that the profile exists; `names` are in lower case. @throws {UsageError} with the Atlas CLI's message */
function checkExists(names: readonly string[], name: string): void {
  if (!names.includes(name)) throw new UsageError(`profile ${name} does not exist`);
}

const profileNames = async (system: System): Promise<string[]> => [
  ...((await readConfigFile(system))?.profiles.keys() ?? []),
];

const REPLACING: ConfirmationWording = { action: 'replace it', ifNotConfirmed: 'nothing was renamed' };

/** Asks for confirmation. Call it before taking the lock, so that other runs need not wait for the answer. */
const askToConfirm = (system: System, question: string, wording?: ConfirmationWording): Promise<boolean> =>
  withInterruption(system, ({ signal }) => isConfirmed(system, question, signal, wording));

/** Deletes a profile. @throws {UsageError} if it does not exist, or if there is no terminal for the confirmation */
export async function deleteProfile(system: System, name: string, isForced: boolean): Promise<void> {
  checkProfileName(name);
  checkExists(await profileNames(system), name);
  if (!isForced) {
    checkCanPrompt(system);
    if (!(await askToConfirm(system, `Delete profile "${name}"?`)))
      return print(system, 'Profile not deleted\n');
  }
  const edit = (config: ConfigEditor) => {
    checkExists(config.profileNames(), name);
    config.deleteProfile(name);
  };
  await editConfigFile(system, edit, { secretsOf: () => [name], failsIf: 'locked' });
  await print(system, `Profile '${name}' deleted\n`);
}

/** @throws {UsageError} if there is no terminal to confirm that another profile is replaced */
function checkCanReplace(system: System, name: string): void {
  if (!canPrompt(system))
    throw new UsageError(
      `profile ${name} already exists, and there is no terminal to ask whether to replace it`,
      {
        hint: `Delete it first: atlas config delete ${quoteForShell(name)} --force`,
      },
    );
}

/** Renames a profile. @throws {UsageError} if it does not exist, or if another profile with the new name is not replaced */
export async function renameProfile(system: System, from: string, to: string): Promise<void> {
  checkProfileName(from);
  const name = checkProfileName(to);
  const names = await profileNames(system);
  checkExists(names, from);
  if (name === '') throw new UsageError('the new name is empty');
  if (name === from) throw new UsageError(`profile ${from} already has that name`);
  const replaces = names.includes(name);
  if (replaces) {
    checkCanReplace(system, name);
    if (!(await askToConfirm(system, `Replace profile "${name}", which already exists?`, REPLACING)))
      return print(system, 'Profile not renamed\n');
  }
  const edit = (config: ConfigEditor) => {
    checkExists(config.profileNames(), from);
    if (replaces) config.deleteProfile(name);
    config.renameProfile(from, name);
  };
  await editConfigFile(system, edit, { secretsOf: () => [from, name], failsIf: 'locked' });
  await print(system, `The profile ${from} was renamed to ${to}.\n`);
}
