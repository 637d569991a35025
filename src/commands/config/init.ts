import { boolFlag, defineCommand, textOf } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { savedOutputFlag } from '../shared/flags.ts';
import { setupFlags } from '../shared/setupFlags.ts';

const flags = {
  gov: boolFlag({ usage: 'Set up a profile for Atlas for Government.' }),
  ...setupFlags,
  output: savedOutputFlag,
};

export const initCommand = defineCommand<System, typeof flags>({
  name: 'init',
  summary: 'Set up a profile interactively.',
  description: `Asks for credentials, tests them against Atlas, and asks for the organization and the project to use.
In a script, flags and MONGODB_ATLAS_ variables answer the questions; a missing answer is an error.`,
  examples: [
    { about: 'Set up the default profile:', line: 'atlas config init' },
    {
      about: 'Set up the profile ci in a script, with a secret that the process list does not show:',
      line: 'pass show atlas/ci | atlas config init --profile ci --clientId mdb_sa_id_5e2211c17a3e5a48f5497de3 --clientSecret -',
    },
  ],
  args: [],
  flags,
  action: async (invocation, system) =>
    (await import('../../account/setup/runSetup.ts')).runSetup(system, {
      purpose: 'profile',
      profile: textOf(invocation, 'profile'),
      isGov: invocation.values.gov,
      opensBrowser: true,
      isForced: invocation.values.force,
      flags: invocation.values,
    }),
});
