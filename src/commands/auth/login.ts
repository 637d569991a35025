import { boolFlag, defineCommand, textOf } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { setupFlags } from '../shared/setup.ts';

const flags = {
  gov: boolFlag({ usage: 'Sign in to Atlas for Government.' }),
  noBrowser: boolFlag({ usage: 'Show the address of the sign-in page without opening a browser.' }),
  ...setupFlags,
};

export const loginCommand = defineCommand<System, typeof flags>({
  name: 'login',
  summary: 'Sign in to Atlas.',
  description: `With an Atlas account, a code is shown and a page opened in your browser, where you sign in and enter the code. The session is kept in the profile, and renewed when it is used.
On a terminal you can choose a service account or an API key instead, which are tried against Atlas and kept likewise.`,
  examples: [
    { about: 'Sign in:', line: 'atlas auth login' },
    {
      about: 'Sign in where there is no browser, for the profile work:',
      line: 'atlas auth login --noBrowser --profile work',
    },
  ],
  args: [],
  flags,
  action: async (invocation, system) =>
    (await import('../../account/setup/setUp.ts')).setUp(system, {
      purpose: 'signIn',
      profile: textOf(invocation, 'profile'),
      isGov: invocation.values.gov,
      opensBrowser: !invocation.values.noBrowser,
      isForced: invocation.values.force,
      flags: invocation.values,
    }),
});
