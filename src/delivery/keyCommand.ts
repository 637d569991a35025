/** Passes a new key to a command of the user, for example of a secret manager. */
import { KINDS } from '../auth/kinds/index.ts';
import { CliError, UsageError } from '../base/errors.ts';
import { PREFIXES } from '../config/variable.ts';
import { goJson } from '../go/json.ts';
import { reasonOf } from '../system/reasons.ts';
import type { CommandEnd, System } from '../system/system.ts';
import type { KeyDestination } from './keyDestination.ts';

/** The variables with the secrets of the caller, which the command does not get. */
const SECRETS: ReadonlySet<string> = new Set(
  KINDS.flatMap(({ fields }) => fields)
    .filter(({ isSecret }) => isSecret)
    .flatMap(({ property }) => PREFIXES.map((prefix) => prefix + property.toUpperCase())),
);

/** Why the command did not accept the key; undefined if it did. */
function problemOf({ status, signal, hasReadAll }: CommandEnd): string | undefined {
  if (status !== 0) return `ended with status ${status}${signal ? ` (${signal})` : ''}`;
  return hasReadAll ? undefined : 'ended with status 0, but did not read all of the key';
}

/**
 * Checks the syntax of the command. Later runs it with the response as JSON on its standard input; its output goes to
 * standard error.
 * @throws {UsageError} if the command is empty or the shell cannot parse it
 */
export async function openCommandDestination(command: string, system: System): Promise<KeyDestination> {
  if (command.trim() === '') throw new UsageError('--storeWith requires a command');
  if (!(await system.canParseCommand(command)))
    throw new UsageError(`--storeWith: the shell cannot parse the command "${command}"`, {
      hint: 'Nothing was created. Check its quotes.',
    });
  const name = `command "${command}"`;
  return {
    kind: 'command',
    name,
    async store(_, response, signal) {
      let result: CommandEnd;
      try {
        result = await system.runCommand(command, `${goJson(response)}\n`, SECRETS, signal);
      } catch (error) {
        throw new CliError(`cannot run the ${name}: ${reasonOf(error)}`, { cause: error });
      }
      const problem = problemOf(result);
      if (problem) throw new CliError(`the ${name} ${problem}`);
    },
    discard() {},
  };
}
