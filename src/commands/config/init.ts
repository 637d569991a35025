import { boolFlag, defineCommand, textOf } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { savedOutputFlag } from '../shared/flags.ts';
import { setupFlags } from '../shared/setup.ts';

const flags = {
  gov: boolFlag({ usage: 'Set up a profile for Atlas for Government.' }),
  ...setupFlags,
  output: savedOutputFlag,
};

export const initCommand = defineCommand<System, typeof flags>({
  name: 'init',
  summary: 'Set up a profile, step by step.',
  description: `You are asked for credentials, which are tried against Atlas, and for the organization and the project that you work with.
In a script, flags and MONGODB_ATLAS_ variables answer the questions; what is missing is an error.`,
  examples: [
    { about: 'Set up the profile default:', line: 'atlas config init' },
    {
      about: 'Set up the profile ci in a script, with a secret that stands in no list of processes:',
      line: 'pass show atlas/ci | atlas config init --profile ci --clientId mdb_sa_id_5e2211c17a3e5a48f5497de3 --clientSecret -',
    },
  ],
  args: [],
  flags,
  action: async (invocation, system) =>
    (await import('../../account/setup/setUp.ts')).setUp(system, {
      purpose: 'profile',
      profile: textOf(invocation, 'profile'),
      isGov: invocation.values.gov,
      opensBrowser: true,
      isForced: invocation.values.force,
      flags: invocation.values,
    }),
});
