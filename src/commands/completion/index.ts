import { defineGroup } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';
import { bashCommand } from './bash.ts';
import { fishCommand } from './fish.ts';
import { powershellCommand } from './powershell.ts';
import { zshCommand } from './zsh.ts';

export const completionGroup = defineGroup<System>({
  name: 'completion',
  summary: 'Print a script that completes commands, flags and values in your shell.',
  description: 'Completion sends no requests.',
  commands: [bashCommand, zshCommand, fishCommand, powershellCommand],
});
