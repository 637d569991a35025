/** The preflight: everything that can fail on this machine, before a request is sent. */
import { findCredentials } from '../auth/credentials.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import { OutputError } from '../base/errors.ts';
import { type Flags, type Invocation, textOf } from '../cli/define.ts';
import { checkRequiredFlags } from '../cli/tree.ts';
import { loadConfigFile } from '../config/file.ts';
import { baseUrl } from '../config/host.ts';
import { loadSettings, type Setting, type Settings, warnOfIgnoredFile } from '../config/settings.ts';
import { hasDestination } from '../handover/destinations.ts';
import type { Formatter } from '../output/format.ts';
import { compileOutput } from '../output/index.ts';
import type { System } from '../system/system.ts';
import { checkCanPrompt } from '../terminal/confirm.ts';
import { warnOfPlainHttp } from '../terminal/warnings.ts';
import { type CheckedCommand, type CommandOutput, runnerFlags } from './definition.ts';
import { resolveScope, SCOPES, type Scope } from './scope.ts';

/** The result of the preflight. */
export interface Prepared<Input, Result> {
  readonly input: Input;
  readonly settings: Settings;
  readonly scope: Scope | undefined;
  readonly credentials: Credentials;
  readonly baseUrl: string;
  readonly output: CommandOutput<Result>;
  readonly format: Formatter;
  /** See Settings. */
  readonly profileArgument: string;
}

/** Whether the command needs a confirmation, and `--force` is not set. */
export const mustConfirm = <F extends Flags, Input, Result>(
  command: CheckedCommand<F, Input, Result>,
  invocation: Invocation,
): boolean => command.confirm !== undefined && !runnerFlags(invocation).force;

/** The output format from `--output` ('' means plain text) or, without that flag, from the settings. */
export function outputSetting(invocation: Invocation, settings: Settings): Setting | undefined {
  const value = runnerFlags(invocation).output;
  return value === undefined ? settings.get('output') : { value, origin: { kind: 'given', how: '--output' } };
}

/**
 * Prepares a run. Checks in the order of the Atlas CLI: credentials, ID, address, required flags. The caller must warn if other
 * users can read the configuration file; see thenWarnOfReaders.
 * @throws {CliError} if a check fails
 */
export async function prepare<F extends Flags, Input, Result>(
  command: CheckedCommand<F, Input, Result>,
  invocation: Invocation<F>,
  system: System,
): Promise<Prepared<Input, Result>> {
  const settings = await loadSettings(system, runnerFlags(invocation).profile, loadConfigFile);
  const credentials = await findCredentials(system, settings);
  const scope =
    command.scope &&
    (await resolveScope(command.scope, textOf(invocation, SCOPES[command.scope].flag), settings));
  const base = baseUrl(settings);
  checkRequiredFlags(command.flags, invocation.given);
  const output = typeof command.output === 'function' ? command.output(invocation.values) : command.output;
  const setting = 'output' in command.flags ? outputSetting(invocation, settings) : undefined;
  const format = await compileOutput(setting, output, system);
  const input = command.input({
    flags: invocation.values,
    given: invocation.given,
    args: invocation.args,
    ...(scope && { [SCOPES[scope.kind].flag]: scope.id }),
  });
  if (command.hasPrivateKey && !hasDestination(runnerFlags(invocation)) && (await system.stdout.isClosed()))
    throw new OutputError('standard output is closed', {
      hint: 'The private key would be lost, so nothing was created.',
    });
  if (mustConfirm(command, invocation)) checkCanPrompt(system);
  await warnOfIgnoredFile(system, settings);
  await warnOfPlainHttp(system, base, command.hasPrivateKey ? 'the new keys' : 'the responses');
  return {
    input,
    settings,
    scope,
    credentials,
    baseUrl: base,
    output,
    format,
    profileArgument: settings.profileArgument,
  };
}

/** What a new key's profile needs besides the key: the host, and the organization or project ID of this run. */
export function profileContent({
  settings,
  scope,
}: Pick<Prepared<unknown, unknown>, 'settings' | 'scope'>): Record<string, string> {
  const content: Record<string, string> = {};
  for (const property of ['service', 'ops_manager_url'] as const) {
    const setting = settings.get(property);
    if (setting) content[property] = setting.value;
  }
  if (scope) content[SCOPES[scope.kind].property] = scope.id;
  return content;
}
