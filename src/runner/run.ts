/** Runs a command: preflight, request, response, output, follow-up. */
import { type AtlasConnection, atlasClient } from '../api/client.ts';
import { addHint, codeOf } from '../base/errors.ts';
import type { Flags, Invocation } from '../cli/define.ts';
import { thenWarnOfReaders } from '../config/file/read.ts';
import {
  describeDestinations,
  discardDestinations,
  openDestinations,
  storeInAll,
} from '../delivery/destinations.ts';
import type { KeyDestination } from '../delivery/keyDestination.ts';
import { recoverSynchronously } from '../delivery/recovery.ts';
import type { System } from '../system/system.ts';
import { isConfirmed } from '../terminal/confirm.ts';
import { type Interruption, listenForInterruption } from '../terminal/interruption.ts';
import { print, printNotice } from '../terminal/print.ts';
import { type AtlasCommand, runnerFlags } from './definition.ts';
import { finalError, withHint } from './failure.ts';
import { Journal } from './journal.ts';
import { mustConfirm, type Preflight, profileContent, runPreflight } from './preflight.ts';
import { withSpinner } from './withSpinner.ts';

/** What a run consists of after its preflight. */
interface RunContext<F extends Flags, Input, Result> {
  readonly command: AtlasCommand<F, Input, Result>;
  readonly preflight: Preflight<Input, Result>;
  readonly system: System;
  readonly atlas: AtlasConnection;
  readonly journal: Journal;
  readonly interruption: Interruption;
  /** When the run began, by this machine's clock. */
  readonly startedMs: number;
  /** The destinations of a new key, usually none. */
  readonly destinations: readonly KeyDestination[];
}

/** The text of the spinner while a request is pending. */
const SPINNER_TEXT = 'Waiting for Atlas';

/** The notice after the output. */
function noticeOf<F extends Flags, Input, Result>(
  { command, destinations }: RunContext<F, Input, Result>,
  response: Result,
  input: Input,
): string | undefined {
  if (!command.returnsPrivateKey) return command.notice?.(response, input);
  if (destinations.length === 0) return 'Save the private key of this API key now: it is shown only once.';
  const stored = describeDestinations('The private key', destinations);
  return [stored, ...destinations.flatMap(({ warning }) => warning ?? [])].join(' ');
}

/**
 * Makes the call, and prints the output.
 * @returns undefined if the user declined the confirmation
 */
async function execute<F extends Flags, Input, Result>(
  run: RunContext<F, Input, Result>,
  needsConfirmation: boolean,
): Promise<{ response: Result; input: Input } | undefined> {
  const { command, preflight, system, atlas, journal, interruption } = run;
  const { resolve, confirm } = command;
  const wait = <T>(work: () => Promise<T>) => withSpinner(system, interruption, SPINNER_TEXT, work);
  const context = { atlas };
  const input = resolve ? await wait(() => resolve(preflight.input, context)) : preflight.input;
  if (needsConfirmation && confirm) {
    const question = await wait(() => confirm.question(input, context));
    if (!(await isConfirmed(system, question, interruption.signal))) {
      await interruption.race(print(system, confirm.declined));
      return undefined;
    }
  }
  const response = await wait(() => command.run(input, context));
  journal.proven();
  const printable = await storeInAll(response, run.destinations, interruption, (destination) =>
    journal.stored(destination),
  );
  const { format, output } = preflight;
  await interruption.race(print(system, format(output.select ? output.select(printable) : printable)));
  journal.isDelivered = true;
  await printNotice(system, noticeOf(run, response, input));
  return { response, input };
}

/** Runs the follow-up. If it fails, the response has already been delivered. */
async function runFollowUp<F extends Flags, Input, Result>(
  { command, preflight, system, atlas, interruption }: RunContext<F, Input, Result>,
  { response, input }: { response: Result; input: Input },
): Promise<void> {
  const { followUp } = command;
  if (!followUp?.isWanted(input)) return;
  const journal = new Journal();
  const context = { atlas: atlas.reportingTo(journal) };
  try {
    await withSpinner(system, interruption, SPINNER_TEXT, () => followUp.run(input, response, context));
  } catch (error) {
    const finish = followUp.finishCommand(input, response) + preflight.profileArgument;
    const consequence = journal.state === 'idle' ? followUp.notDone : followUp.maybeDone;
    throw addHint(withHint(error, command, preflight), `${consequence} Finish with: ${finish}`);
  }
}

async function executeWithFollowUp<F extends Flags, Input, Result>(
  run: RunContext<F, Input, Result>,
  needsConfirmation: boolean,
): Promise<void> {
  const { command, preflight, system, journal, destinations, interruption, startedMs } = run;
  const { change, followUp } = command;
  let isInFollowUp = false;
  try {
    const result = await execute(run, needsConfirmation);
    isInFollowUp = true;
    if (result) await runFollowUp(run, result);
  } catch (error) {
    const failure = withHint(error, command, preflight);
    // A closed pipe means that the reader has seen enough, unless the output contains a private key.
    const isHarmless = codeOf(error) === 'EPIPE' && !command.returnsPrivateKey;
    if (!change || isHarmless) throw failure;
    const finalFailure = await finalError(failure, {
      system,
      journal,
      change,
      returnsPrivateKey: command.returnsPrivateKey === true,
      preflight,
      destinations,
      interruption,
      startedMs,
    });
    // If the follow-up itself failed, its error already says that it was not done.
    const wasFollowUpSkipped =
      journal.state === 'proven' && !isInFollowUp && followUp?.isWanted(preflight.input);
    throw wasFollowUpSkipped && followUp ? addHint(finalFailure, followUp.notDone) : finalFailure;
  }
}

async function runAfterPreflight<F extends Flags, Input, Result>(
  command: AtlasCommand<F, Input, Result>,
  invocation: Invocation<F>,
  system: System,
  startedMs: number,
  preflight: Preflight<Input, Result>,
): Promise<void> {
  const journal = new Journal();
  let destinations: readonly KeyDestination[] = [];
  // Listen for signals before opening a destination, so that the first signal leaves no empty file.
  const interruption = listenForInterruption(system, () => {
    if (command.returnsPrivateKey && journal.body.length > 0 && !journal.isDelivered)
      recoverSynchronously(system, journal.body);
    void discardDestinations(destinations, system);
  });
  try {
    if (command.returnsPrivateKey)
      destinations = await openDestinations(runnerFlags(invocation), profileContent(preflight), system);
    interruption.signal.throwIfAborted();
    if (runnerFlags(invocation).dryRun) {
      const { printDryRun } = await import('./dryRun.ts');
      return await printDryRun(command, preflight, invocation, destinations, system);
    }
    const { baseUrl, credentials } = preflight;
    const atlas = atlasClient(system, baseUrl, credentials, journal, interruption.signal);
    const run = { command, preflight, system, atlas, journal, interruption, startedMs, destinations };
    await executeWithFollowUp(run, mustConfirm(command, invocation));
  } finally {
    await discardDestinations(destinations, system);
    interruption.stop();
  }
}

/**
 * Runs the command.
 * @throws {CliError} if it fails. If a new private key could not be printed, it has already been recovered.
 */
export async function runCommand<F extends Flags, Input, Result>(
  command: AtlasCommand<F, Input, Result>,
  invocation: Invocation<F>,
  system: System,
): Promise<void> {
  const startedMs = system.now();
  const preflight = await runPreflight(command, invocation, system);
  await thenWarnOfReaders(system, preflight.settings.path, () =>
    runAfterPreflight(command, invocation, system, startedMs, preflight),
  );
}
