/** The program: arguments in, exit status out. The one place where an error becomes text and a status. */

import { CliError, codeOf, messageOf, UsageError } from './base/errors.ts';
import { version } from './base/version.ts';
import { textOf } from './cli/define.ts';
import { CommandLineError } from './cli/errors.ts';
import { runProgram } from './cli/program.ts';
import { program } from './commands/index.ts';
import { namedProfile } from './config/profileName.ts';
import type { Host } from './system/host.ts';
import { visible, visibleLines } from './terminal/visible.ts';

/** What a shell reports of a program that SIGPIPE ended; the runtime turns that signal into an error. */
const BROKEN_PIPE = 128 + 13;

/** What somebody may have meant by a line that was refused; undefined for an error of another kind. */
async function slipHint(error: unknown, argv: readonly string[], isForPerson: boolean) {
  if (!(error instanceof CommandLineError) && !(error instanceof UsageError)) return undefined;
  const slip = (await import('./cli/slips.ts')).findSlip(program, argv);
  const isObvious = slip?.obvious !== undefined && error.message.includes(slip.obvious);
  return isObvious && !isForPerson ? undefined : slip?.hint;
}

/** The lines to print, and the status to end with. */
function describe(error: unknown, slip: string | undefined): { text: string; exitCode: number } {
  const { hint, excerpt, exitCode } = error instanceof CliError ? error : new CliError(messageOf(error));
  const advice = [slip, hint].filter((sentence) => sentence !== undefined).join(' ');
  const message =
    // These messages have several lines: usage, suggestions.
    error instanceof CommandLineError ? error.message.trimEnd() : visible(messageOf(error));
  const lines = [`Error: ${message}`, excerpt && visibleLines(excerpt), visible(advice)];
  return { text: lines.map((line) => (line ? `${line}\n` : '')).join(''), exitCode };
}

/**
 * Runs the program.
 * @param argv the arguments, without the program's own name
 * @returns the exit status: 0, 1, or 128 plus a signal's number
 */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  try {
    if (argv.some((word) => word.includes('\uFFFD'))) await host.checkArguments(argv);
    await runProgram(program, argv, {
      context: async (invocation) => {
        const system = await host.system();
        namedProfile(system.env, textOf(invocation, 'profile'));
        return system;
      },
      help: async (path) => host.show((await import('./help/screen.ts')).helpText(path)),
      complete: async (words, described) => {
        const { completionAnswer } = await import('./commands/completion/answer.ts');
        await host.show(await completionAnswer(program, host, words, described));
      },
      version: () => host.show(`atlas version ${version} (${host.runtime})\n`),
    });
    return 0;
  } catch (error) {
    if (codeOf(error) === 'EPIPE') return BROKEN_PIPE;
    const { stderr } = await host.system();
    const { text, exitCode } = describe(error, await slipHint(error, argv, stderr.isTerminal));
    await stderr.write(text).catch(() => undefined);
    return exitCode;
  }
}
