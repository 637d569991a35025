/** The program: arguments in, exit status out. The one place where an error becomes text and a status. */

import { CliError, codeOf, messageOf, UsageError } from './base/errors.ts';
import { version } from './base/version.ts';
import { textOf } from './cli/define.ts';
import { CommandLineError } from './cli/errors.ts';
import { type Handlers, runFrom, runProgram } from './cli/program.ts';
import { pathToCreate } from './commands/route.ts';
import { namedProfile } from './config/profileName.ts';
import type { Bootstrap } from './system/bootstrap.ts';
import type { System } from './system/system.ts';
import { escapeControls, escapeControlsInLines } from './terminal/escapeControls.ts';

/** The status that a shell reports for a program killed by SIGPIPE. Node and Bun turn that signal into an error. */
const BROKEN_PIPE = 128 + 13;

/** All commands. */
const loadProgram = async () => (await import('./commands/index.ts')).program;

/** The hint for a typo in the command line; undefined if the error has another cause. */
async function typoHint(error: unknown, argv: readonly string[], isTerminal: boolean) {
  if (!(error instanceof CommandLineError) && !(error instanceof UsageError)) return undefined;
  const [{ findTypo }, program] = await Promise.all([import('./cli/typos.ts'), loadProgram()]);
  const typo = findTypo(program, argv);
  // Such a message already contains the correction. Scripts compare it with the Atlas CLI's, so they get no hint.
  const isAlreadyInMessage = typo?.correction !== undefined && error.message.includes(typo.correction);
  return isAlreadyInMessage && !isTerminal ? undefined : typo?.hint;
}

/** The text to print for an error, and the exit status. */
function formatError(error: unknown, typo: string | undefined): { text: string; exitStatus: number } {
  const { hint, excerpt, exitStatus } = error instanceof CliError ? error : new CliError(messageOf(error));
  const hints = [typo, hint].filter((sentence) => sentence !== undefined).join(' ');
  const message =
    // These messages contain the usage or suggestions, so their line breaks must not be escaped.
    error instanceof CommandLineError ? error.message.trimEnd() : escapeControls(messageOf(error));
  const lines = [`Error: ${message}`, excerpt && escapeControlsInLines(excerpt), escapeControls(hints)];
  return { text: lines.map((line) => (line ? `${line}\n` : '')).join(''), exitStatus };
}

/**
 * Runs the program.
 * @param argv the arguments, without the program's name
 * @returns the exit status; see base/errors.ts
 */
export async function main(argv: readonly string[], bootstrap: Bootstrap): Promise<number> {
  try {
    if (argv.some((word) => word.includes('\uFFFD'))) await bootstrap.checkArguments(argv);
    const handlers: Handlers<System> = {
      context: async (invocation) => {
        const system = await bootstrap.loadSystem();
        // Throws if the name of the profile is invalid, before anything else is checked.
        namedProfile(system.env, textOf(invocation, 'profile'));
        return system;
      },
      help: async (path) => bootstrap.printText((await import('./help/screen.ts')).helpText(path)),
      complete: async (words, withDescriptions) => {
        const [{ completionOutput }, program] = await Promise.all([
          import('./commands/completion/completionOutput.ts'),
          loadProgram(),
        ]);
        await bootstrap.printText(await completionOutput(program, bootstrap, words, withDescriptions));
      },
      version: () => bootstrap.printText(`atlas version ${version} (${bootstrap.runtime})\n`),
    };
    const path = pathToCreate(argv);
    if (path) await runFrom(path, argv.slice(path.length - 1), handlers);
    else await runProgram(await loadProgram(), argv, handlers);
    return 0;
  } catch (error) {
    if (codeOf(error) === 'EPIPE') return BROKEN_PIPE;
    const { stderr } = await bootstrap.loadSystem();
    const { text, exitStatus } = formatError(error, await typoHint(error, argv, stderr.isTerminal));
    await stderr.write(text).catch(() => undefined);
    return exitStatus;
  }
}
