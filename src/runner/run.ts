/** One run of an Atlas command: everything that can fail here fails before the request; then request, answer, output. */
import { checkAnswer } from '../atlas/answer.ts';
import { ApiError } from '../atlas/apiError.ts';
import { type AtlasClient, atlasClient } from '../atlas/client.ts';
import { hintFor } from '../atlas/hints.ts';
import { type Credentials, findCredentials } from '../auth/credentials.ts';
import type { Flags, Invocation } from '../cli/define.ts';
import { checkRequiredFlags } from '../cli/tree.ts';
import { baseUrl } from '../config/host.ts';
import { describeOrigin, loadSettings, type Settings } from '../config/settings.ts';
import { CliError, messageOf, OutputError } from '../errors.ts';
import type { Formatter } from '../output/format.ts';
import { compileOutput } from '../output/index.ts';
import { print, tell } from '../output/print.ts';
import { isLoopback } from '../system/loopback.ts';
import type { System } from '../system/system.ts';
import { warn } from '../warnings.ts';
import type { AtlasCommand, CommandOutput, OneTimeSecret, RawInput } from './command.ts';
import { checkCanAsk, isConfirmed } from './confirm.ts';
import { handOver, saveAtOnce } from './handover.ts';
import { type Interruption, listenForInterruption } from './interruption.ts';
import { Journal } from './journal.ts';
import { describeScope, keysCommand, resolveScope, SCOPES, type Scope } from './scope.ts';
import { startSpinner } from './spinner.ts';

/** All that is known before the request is sent. */
interface Prepared<Input> {
  readonly input: Input;
  readonly scope: Scope | undefined;
  readonly credentials: Credentials;
  readonly baseUrl: string;
  readonly output: CommandOutput;
  readonly format: Formatter;
}

/** A setting of a flag that any command may have. */
const textOf = (invocation: Invocation, flag: string): string | undefined => {
  const value = invocation.values[flag];
  return typeof value === 'string' ? value : undefined;
};

/** The order of the checks is the reference's: credentials, ID, address, required flags. */
async function prepare<F extends Flags, Input>(
  command: AtlasCommand<F, Input>,
  invocation: Invocation<F>,
  system: System,
): Promise<Prepared<Input>> {
  const settings: Settings = await loadSettings(system, textOf(invocation, 'profile'));
  const credentials = findCredentials(settings);
  const scope =
    command.scope &&
    resolveScope(command.scope, textOf(invocation, SCOPES[command.scope].flag), settings.get);
  const base = baseUrl(settings);
  checkRequiredFlags(command.flags, invocation.given);
  const output = typeof command.output === 'function' ? command.output(invocation.values) : command.output;
  const specification =
    'output' in command.flags ? (textOf(invocation, 'output') ?? settings.get('output')?.value) : undefined;
  const format = await compileOutput(specification, output, system);
  const input = command.input({
    flags: invocation.values,
    args: invocation.args as RawInput<F>['args'],
    orgId: scope?.kind === 'organization' ? scope.id : '',
    projectId: scope?.kind === 'project' ? scope.id : '',
  });
  if (command.oneTimeSecret && system.stdout.isClosed())
    throw new OutputError('standard output is closed', {
      hint: `The secret of the new ${command.oneTimeSecret.what} would be lost, so nothing was created.`,
    });
  if (mustAsk(command, invocation)) checkCanAsk(system);
  await warnOfPlainHttp(base, system);
  return { input, scope, credentials, baseUrl: base, output, format };
}

/** Whether the command destroys something, and was not told to go ahead. */
const mustAsk = <F extends Flags, Input>(command: AtlasCommand<F, Input>, { values }: Invocation): boolean =>
  command.confirm !== undefined && values['force'] !== true;

async function warnOfPlainHttp(base: string, system: System): Promise<void> {
  const { protocol, hostname, host } = new URL(base);
  if (protocol === 'http:' && !isLoopback(hostname))
    await warn(system, `${host} is asked over plain http: everybody on the way can read the new keys`);
}

/** What to say when nobody knows whether the service did it. */
function unknownOutcome(error: CliError, { what, list }: OneTimeSecret, scope: Scope | undefined): CliError {
  const flag = scope ? ` --${SCOPES[scope.kind].flag} ${scope.id}` : '';
  const mayExist = `The ${what} may exist all the same. Look before you try again: ${list}${flag}`;
  error.hint = error.hint ? `${error.hint} ${mayExist}` : mayExist;
  return error;
}

function withHint<F extends Flags, Input>(
  error: unknown,
  command: AtlasCommand<F, Input>,
  { credentials, scope, input }: Prepared<Input>,
): CliError {
  if (error instanceof ApiError)
    error.hint = hintFor(error, {
      credentials: describeOrigin(credentials.origin),
      target: scope && describeScope(scope),
      keysCommand: scope && keysCommand(scope),
      permission: command.permission,
      roles: command.roles?.(input) ?? [],
    });
  return error instanceof CliError ? error : new CliError(messageOf(error), { cause: error });
}

/** The error to end with, after whatever was answered has been saved. */
async function conclude<F extends Flags, Input>(
  thrown: unknown,
  command: AtlasCommand<F, Input>,
  prepared: Prepared<Input>,
  journal: Journal,
  system: System,
): Promise<CliError> {
  const error = withHint(thrown, command, prepared);
  const { oneTimeSecret } = command;
  if (!oneTimeSecret || journal.state === 'idle') return error;
  if (journal.state === 'answered' && journal.body !== '') {
    const failure = await handOver(system, oneTimeSecret.what, journal.body, error);
    journal.delivered = true;
    return failure;
  }
  return unknownOutcome(error, oneTimeSecret, prepared.scope);
}

const saveNow = ({ what }: OneTimeSecret): string =>
  `Save the private key of this ${what} now: it is shown only once.`;

/** Waits for Atlas, and shows it. */
async function waiting<T>(system: System, { race }: Interruption, work: () => Promise<T>): Promise<T> {
  const stopSpinner = startSpinner(system, 'Waiting for Atlas');
  try {
    return await race(work());
  } finally {
    stopSpinner();
  }
}

interface Surroundings {
  readonly atlas: AtlasClient;
  readonly system: System;
  readonly interruption: Interruption;
  readonly journal: Journal;
}

/** From the prepared input to the output. */
async function carryOut<F extends Flags, Input>(
  command: AtlasCommand<F, Input>,
  { input: given, output, format }: Prepared<Input>,
  ask: boolean,
  { atlas, system, interruption, journal }: Surroundings,
): Promise<void> {
  const wait = <T>(work: () => Promise<T>) => waiting(system, interruption, work);
  const context = { atlas };
  const { resolve, confirm, oneTimeSecret } = command;
  const input = resolve ? await wait(() => resolve(given, context)) : given;
  if (ask && confirm) {
    const question = await wait(() => confirm.question(input, context));
    if (!(await isConfirmed(system, question, interruption.signal)))
      return interruption.race(print(system, confirm.declined));
  }
  const schema = output.part?.of ?? output.schema;
  const [raw, checked] = await wait(() => Promise.all([command.run(input, context), schema()]));
  const answer = checkAnswer(checked, raw);
  await interruption.race(print(system, format(output.part ? output.part.take(answer) : answer)));
  journal.delivered = true;
  await tell(system, oneTimeSecret ? saveNow(oneTimeSecret) : command.remark?.(answer, input));
}

/**
 * Runs the command.
 * @throws {CliError} finished for printing; a one-time secret that could not be printed has been handed over
 */
export async function runCommand<F extends Flags, Input>(
  command: AtlasCommand<F, Input>,
  invocation: Invocation<F>,
  system: System,
): Promise<void> {
  const prepared = await prepare(command, invocation, system);
  const journal = new Journal();
  const atlas = atlasClient(system, prepared.baseUrl, prepared.credentials, journal);
  const interruption = listenForInterruption(system, () => {
    if (command.oneTimeSecret && journal.body !== '' && !journal.delivered) saveAtOnce(system, journal.body);
  });
  try {
    await carryOut(command, prepared, mustAsk(command, invocation), { atlas, system, interruption, journal });
  } catch (error) {
    throw await conclude(error, command, prepared, journal, system);
  } finally {
    interruption.stop();
  }
}
