/** A command that prints the script by which a shell asks this program what may come next. */
import { boolFlag, type Command, defineCommand } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

interface Shell {
  readonly shell: string;
  /** How to load the script. */
  readonly description: string;
  /** The script; `request` is the word by which it asks, and says whether descriptions are wanted. */
  script(request: string): string;
  readonly hidesFlagsInUsage?: boolean;
}

const flags = { 'no-descriptions': boolFlag({ usage: 'Leave the descriptions of the words out.' }) };

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
