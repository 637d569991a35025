/** The program without its commands. */
import { version } from '../base/version.ts';
import type { Definition, Program } from '../cli/define.ts';
import type { System } from '../system/system.ts';
import { globalFlags } from './shared/flags.ts';

/** Makes the program of these commands. */
export const programOf = (commands: readonly Definition<System>[]): Program<System> => ({
  kind: 'group',
  name: 'atlas',
  summary: 'Create and manage MongoDB Atlas API keys from the command line.',
  version,
  globalFlags,
  commands,
});
