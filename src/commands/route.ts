/** Finds `organizations apiKeys create` in a command line, so that a create loads only its own definition. */
import { defineGroup } from '../cli/define.ts';
import { isNamed, type Path } from '../cli/tree.ts';
import type { System } from '../system/system.ts';
import { createCommand } from './organizations/apiKeys/create.ts';
import { apiKeysWords } from './organizations/apiKeys/words.ts';
import { organizationsWords } from './organizations/words.ts';
import { programOf } from './program.ts';

/** The path to `organizations apiKeys create`, if the line begins with these words; otherwise undefined. */
export function pathToCreate([group, subgroup, command]: readonly string[]): Path<System> | undefined {
  if (
    !isNamed(organizationsWords, group) ||
    !isNamed(apiKeysWords, subgroup) ||
    !isNamed(createCommand, command)
  )
    return undefined;
  const apiKeys = defineGroup<System>({ ...apiKeysWords, commands: [createCommand] });
  const organizations = defineGroup<System>({ ...organizationsWords, commands: [apiKeys] });
  return [programOf([organizations]), organizations, apiKeys, createCommand];
}
