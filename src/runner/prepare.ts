/** Everything that can fail on this machine, done before a request leaves. */
import { findCredentials } from '../auth/credentials.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import { OutputError } from '../base/errors.ts';
import { type Flags, type Invocation, textOf } from '../cli/define.ts';
import { checkRequiredFlags } from '../cli/tree.ts';
import { baseUrl } from '../config/host.ts';
import { loadSettings, type Setting, type Settings, warnOfIgnoredFile } from '../config/settings.ts';
import type { Formatter } from '../output/format.ts';
import { compileOutput } from '../output/index.ts';
import type { System } from '../system/system.ts';
import { checkCanPrompt } from '../terminal/confirm.ts';
import { warnOfPlainHttp } from '../terminal/warnings.ts';
import type { AtlasCommand, CommandOutput, RawInput } from './definition.ts';
import { resolveScope, SCOPES, type Scope } from './scope.ts';

/** All that is known before the request is sent. */
export interface Prepared<Input, Result> {
  readonly input: Input;
  readonly settings: Settings;
  readonly scope: Scope | undefined;
  readonly credentials: Credentials;
  readonly baseUrl: string;
  readonly output: CommandOutput<Result>;
  readonly format: Formatter;
  /** As in the settings. */
  readonly profileArgument: string;
}

/** Whether the user wants the private key somewhere else than on standard output. */
const hasDestination = (invocation: Invocation): boolean =>
  textOf(invocation, 'envFile') !== undefined || textOf(invocation, 'saveProfile') !== undefined;

/** Whether the command destroys something, and was not told to go ahead. */
export const mustConfirm = <F extends Flags, Input, Result>(
  command: AtlasCommand<F, Input, Result>,
  { values }: Invocation,
): boolean => command.confirm !== undefined && values['force'] !== true;

/** The output format of `--output`, where an empty text means plain text, or of the settings. */
export function outputSetting(invocation: Invocation, settings: Settings): Setting | undefined {
  const value = textOf(invocation, 'output');
  return value === undefined ? settings.get('output') : { value, origin: { kind: 'given', how: '--output' } };
}

/**
 * The order of the checks is the Atlas CLI's: credentials, ID, address, required flags.
 * @throws {CliError} for whatever cannot work
 */
export async function prepare<F extends Flags, Input, Result>(
  command: AtlasCommand<F, Input, Result>,
  invocation: Invocation<F>,
  system: System,
): Promise<Prepared<Input, Result>> {
  const settings = await loadSettings(system, textOf(invocation, 'profile'));
  const credentials = await findCredentials(settings);
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
    args: invocation.args as RawInput<F>['args'],
    orgId: scope?.kind === 'organization' ? scope.id : '',
    projectId: scope?.kind === 'project' ? scope.id : '',
  });
  if (command.hasPrivateKey && !hasDestination(invocation) && (await system.stdout.isClosed()))
    throw new OutputError('standard output is closed', {
      hint: 'The private key would be lost, so nothing was created.',
    });
  if (mustConfirm(command, invocation)) checkCanPrompt(system);
  await warnOfIgnoredFile(system, settings);
  await warnOfPlainHttp(system, base, 'the new keys');
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

/** What makes a profile of a new key usable as it is: the host and the ID that this run used. */
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
