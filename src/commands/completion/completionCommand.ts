/** Commands that print the completion script of a shell. */
import { boolFlag, type Command, defineCommand } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

interface Shell {
  readonly shell: string;
  /** How to load the script. */
  readonly description: string;
  /** Returns the script. @param request the hidden command that it calls: `__complete` or `__completeNoDesc` */
  script(request: string): string;
  readonly hidesFlagsInUsage?: boolean;
}

const flags = { 'no-descriptions': boolFlag({ usage: 'Omit the descriptions of the words.' }) };

export function completionCommand({ shell, script, ...rest }: Shell): Command<System, typeof flags> {
  return defineCommand<System, typeof flags>({
    name: shell,
    summary: `Print the completion script for ${shell}.`,
    args: [],
    flags,
    ...rest,
    action: ({ values }, { stdout }) =>
      stdout.write(script(values['no-descriptions'] ? '__completeNoDesc' : '__complete')),
  });
}
