import { boolFlag, defineCommand, textOf } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

const flags = { force: boolFlag({ usage: 'Sign out without asking first.' }) };

export const logoutCommand = defineCommand<System, typeof flags>({
  name: 'logout',
  summary: 'Sign out of your Atlas account.',
  description: `The session is ended at Atlas, and the profile is deleted; one that holds an API key or a service account too only loses the session.`,
  examples: [{ about: 'Sign out without being asked:', line: 'atlas auth logout --force' }],
  args: [],
  flags,
  action: async (invocation, system) =>
    (await import('../../account/logout.ts')).logout(system, {
      profile: textOf(invocation, 'profile'),
      isForced: invocation.values.force,
    }),
});
