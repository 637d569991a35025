import { boolFlag, defineCommand, textOf } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { setupFlags } from '../shared/setupFlags.ts';

const flags = {
  gov: boolFlag({ usage: 'Sign in to Atlas for Government.' }),
  noBrowser: boolFlag({ usage: 'Show the address of the sign-in page without opening a browser.' }),
  ...setupFlags,
};

export const loginCommand = defineCommand<System, typeof flags>({
  name: 'login',
  summary: 'Sign in to Atlas.',
  description: `Shows a code and opens a page in your browser, where you sign in and enter the code. The session is saved in the profile and renewed when necessary.
At a terminal, you can choose a service account or an API key instead. It is tested against Atlas and saved in the profile.`,
  examples: [
    { about: 'Sign in:', line: 'atlas auth login' },
    {
      about: 'Sign in on a machine without a browser, for the profile work:',
      line: 'atlas auth login --noBrowser --profile work',
    },
  ],
  args: [],
  flags,
  action: async (invocation, system) =>
    (await import('../../account/setup/runSetup.ts')).runSetup(system, {
      purpose: 'signIn',
      profile: textOf(invocation, 'profile'),
      isGov: invocation.values.gov,
      opensBrowser: !invocation.values.noBrowser,
      isForced: invocation.values.force,
      flags: invocation.values,
    }),
});
