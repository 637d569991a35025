/** One run of an Atlas command: everything that can fail here fails before the request; then request, answer, output. */
import { AnswerError } from '../atlas/answerError.ts';
import { ApiError } from '../atlas/apiError.ts';
import { type AtlasClient, atlasClient } from '../atlas/client.ts';
import { hintFor } from '../atlas/hints.ts';
import { type Credentials, findCredentials } from '../auth/credentials.ts';
import type { Flags, Invocation } from '../cli/define.ts';
import { checkRequiredFlags } from '../cli/tree.ts';
import { baseUrl } from '../config/host.ts';
import { describeOrigin, loadSettings, type Settings } from '../config/settings.ts';
import { CliError, InterruptedError, messageOf, OutputError } from '../errors.ts';
import type { Formatter } from '../output/format.ts';
import { compileOutput } from '../output/index.ts';
import { visibleLines } from '../output/visible.ts';
import { isLoopback } from '../system/loopback.ts';
import type { System } from '../system/system.ts';
import { warn } from '../warnings.ts';
import type { AtlasCommand, OneTimeSecret } from './command.ts';
import { handOver, saveAtOnce } from './handover.ts';
import { Journal } from './journal.ts';
import { resolveId } from './scope.ts';
import { startSpinner } from './spinner.ts';

/** All that is known before the request is sent. */
interface Prepared<Input> {
  readonly input: Input;
  readonly orgId: string | undefined;
  readonly credentials: Credentials;
  readonly baseUrl: string;
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
  const orgId =
    command.scope === 'organization'
      ? resolveId('orgId', textOf(invocation, 'orgId'), settings.get('org_id'))
      : undefined;
  const base = baseUrl(settings);
  checkRequiredFlags(command.flags, invocation.given);
  const specification = textOf(invocation, 'output') ?? settings.get('output')?.value;
  const format = await compileOutput(specification, command.output, system);
  const input = command.input.schema.parse(
    command.input.from({ flags: invocation.values, args: invocation.args, orgId }),
  );
  if (command.oneTimeSecret && system.stdout.isClosed())
    throw new OutputError('standard output is closed', {
      hint: `The secret of the new ${command.oneTimeSecret.what} would be lost, so nothing was created.`,
    });
  await warnOfPlainHttp(base, system);
  return { input, orgId, credentials, baseUrl: base, format };
}

async function warnOfPlainHttp(base: string, system: System): Promise<void> {
  const { protocol, hostname, host } = new URL(base);
  if (protocol === 'http:' && !isLoopback(hostname))
    await warn(system, `${host} is asked over plain http: everybody on the way can read the new keys`);
}

/** Rejects when a signal asks for an end; `stop` ends the listening. A second signal is answered by `abandon`. */
function interruption(system: System, abandon: () => void): { promise: Promise<never>; stop(): void } {
  let stop = () => {};
  const promise = new Promise<never>((_, reject) => {
    let heard = false;
    stop = system.onSignal((name, number) => {
      // A second signal is from somebody who does not want to wait for what the first one started.
      if (heard) {
        abandon();
        system.exit(128 + number);
      }
      heard = true;
      reject(new InterruptedError(`interrupted by ${name}`, number));
    });
  });
  promise.catch(() => undefined);
  return { promise, stop };
}

/** What to say when nobody knows whether the service did it. */
function unknownOutcome(error: CliError, { what, list }: OneTimeSecret, orgId: string | undefined): CliError {
  const mayExist = `The ${what} may exist all the same. Look before you try again: ${list}${orgId ? ` --orgId ${orgId}` : ''}`;
  error.hint = error.hint ? `${error.hint} ${mayExist}` : mayExist;
  return error;
}

function withHint<F extends Flags, Input>(
  error: unknown,
  command: AtlasCommand<F, Input>,
  prepared: Prepared<Input>,
): CliError {
  if (error instanceof ApiError)
    error.hint = hintFor(error, {
      credentials: describeOrigin(prepared.credentials.origin),
      target: prepared.orgId && `organisation ${prepared.orgId}`,
      roles: command.roles?.(prepared.input) ?? [],
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
    const failure = await handOver(system, oneTimeSecret.what, journal.body, error.message);
    journal.delivered = true;
    return failure;
  }
  return unknownOutcome(error, oneTimeSecret, prepared.orgId);
}

/** Checks the answer against the schema; what the schema does not name is dropped, as in the reference. */
function checked<F extends Flags, Input>(command: AtlasCommand<F, Input>, answer: unknown): unknown {
  const result = command.output.schema.safeParse(answer);
  if (result.success) return result.data;
  if (answer === undefined) throw new AnswerError('the answer is empty');
  const [issue] = result.error.issues;
  const place = issue && issue.path.length > 0 ? `its ${issue.path.join('.')}` : 'it';
  throw new AnswerError(
    `the answer is not what the API describes: ${place} is not ${issue?.code === 'invalid_type' ? `of type ${issue.expected}` : 'as expected'}`,
  );
}

async function write(system: System, text: string): Promise<void> {
  try {
    await system.stdout.write(system.stdout.isTerminal ? visibleLines(text) : text);
  } catch (error) {
    throw new OutputError(`cannot write to standard output: ${messageOf(error)}`, { cause: error });
  }
}

/** On a terminal, one reminder. Nothing where a script reads. */
async function remind(system: System, { what }: OneTimeSecret): Promise<void> {
  if (system.stdout.isTerminal && system.stderr.isTerminal)
    await system.stderr
      .write(`Save the private key of this ${what} now: it is shown only once.\n`)
      .catch(() => undefined);
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
  const atlas: AtlasClient = atlasClient(system, prepared.baseUrl, prepared.credentials, journal);
  const interrupted = interruption(system, () => {
    if (command.oneTimeSecret && journal.body !== '' && !journal.delivered) saveAtOnce(system, journal.body);
  });
  const stopSpinner = startSpinner(system, 'Waiting for Atlas');
  const work = async () => {
    const answer = await command.run(prepared.input, { atlas });
    stopSpinner();
    await write(system, prepared.format(checked(command, answer)));
  };
  try {
    await Promise.race([work(), interrupted.promise]);
  } catch (error) {
    stopSpinner();
    throw await conclude(error, command, prepared, journal, system);
  } finally {
    interrupted.stop();
  }
  if (command.oneTimeSecret) await remind(system, command.oneTimeSecret);
}
