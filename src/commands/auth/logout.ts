import { boolFlag, defineCommand, textOf } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

const flags = { force: boolFlag({ usage: 'Sign out without asking for confirmation.' }) };

export const logoutCommand = defineCommand<System, typeof flags>({
  name: 'logout',
  summary: 'Sign out of your Atlas account.',
  description: `Ends the session at Atlas and deletes the profile. A profile that also has an API key or a service account loses only the session.`,
  examples: [{ about: 'Sign out without asking for confirmation:', line: 'atlas auth logout --force' }],
  args: [],
  flags,
  action: async (invocation, system) =>
    (await import('../../account/logout.ts')).logout(system, {
      profile: textOf(invocation, 'profile'),
      isForced: invocation.values.force,
    }),
});
