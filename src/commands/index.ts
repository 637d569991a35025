/** The tree of commands. Each folder is a word that a user types. */

import { version } from '../base/version.ts';
import type { Program } from '../cli/define.ts';
import { helpCommand } from '../cli/tree.ts';
import type { System } from '../system/system.ts';
import { authGroup, authShortcuts } from './auth/index.ts';
import { completionGroup } from './completion/index.ts';
import { configGroup } from './config/index.ts';
import { organizationsGroup } from './organizations/index.ts';
import { projectsGroup } from './projects/index.ts';
import { globalFlags } from './shared/flags.ts';

export const program: Program<System> = {
  kind: 'group',
  name: 'atlas',
  summary: 'Create and manage MongoDB Atlas API keys from the command line.',
  version,
  globalFlags,
  commands: [
    organizationsGroup,
    projectsGroup,
    configGroup,
    authGroup,
    completionGroup,
    helpCommand,
    ...authShortcuts,
  ],
};
