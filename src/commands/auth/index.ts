import { type Command, defineGroup } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { loginCommand } from './login.ts';
import { logoutCommand } from './logout.ts';
import { whoamiCommand } from './whoami.ts';

const commands: readonly Command<System>[] = [loginCommand, logoutCommand, whoamiCommand];

export const authGroup = defineGroup<System>({
  name: 'auth',
  summary: 'Sign in to your Atlas account, sign out, and show whose credentials are used.',
  commands,
});

/** The same commands without `auth`: the Atlas CLI accepts both. */
export const authShortcuts = commands.map((command) => ({ ...command, isHidden: true }));
