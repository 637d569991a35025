/** The tree of commands. Each folder is a word that a user types. */
import { helpCommand } from '../cli/tree.ts';
import { authGroup, authShortcuts } from './auth/index.ts';
import { completionGroup } from './completion/index.ts';
import { configGroup } from './config/index.ts';
import { organizationsGroup } from './organizations/index.ts';
import { programOf } from './program.ts';
import { projectsGroup } from './projects/index.ts';

export const program = programOf([
  organizationsGroup,
  projectsGroup,
  configGroup,
  authGroup,
  completionGroup,
  helpCommand,
  ...authShortcuts,
]);
