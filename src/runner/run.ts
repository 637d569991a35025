/** Runs a command: preflight, request, response, output, follow-up. */
import { type AtlasConnection, atlasClient } from '../api/client.ts';
import { addHint, codeOf } from '../base/errors.ts';
import type { Flags, Invocation } from '../cli/define.ts';
import { thenWarnOfReaders } from '../config/file.ts';
import {
  describeDestinations,
  discardDestinations,
  openDestinations,
  storeInAll,
} from '../handover/destinations.ts';
import type { KeyDestination } from '../handover/keyDestination.ts';
import { recoverSynchronously } from '../handover/recovery.ts';
import type { System } from '../system/system.ts';
import { isConfirmed } from '../terminal/confirm.ts';
import { type Interruption, listenForInterruption } from '../terminal/interruption.ts';
import { print, printNotice } from '../terminal/print.ts';
import { type AtlasCommand, runnerFlags } from './definition.ts';
import { finalError, withHint } from './failure.ts';
import { Journal } from './journal.ts';
import { mustConfirm, type Prepared, prepare, profileContent } from './prepare.ts';
import { withSpinner } from './withSpinner.ts';

/** One run after its preflight. */
interface Run<F extends Flags, Input, Result> {
  readonly command: AtlasCommand<F, Input, Result>;
  readonly prepared: Prepared<Input, Result>;
  readonly system: System;
  readonly atlas: AtlasConnection;
  readonly journal: Journal;
  readonly interruption: Interruption;
  /** When the run began, by this machine's clock. */
  readonly startedMs: number;
  /** The destinations of a new key, usually none. */
  readonly destinations: readonly KeyDestination[];
}

/** The text next to the spinner while a request is pending. */
const WAITING = 'Waiting for Atlas';

/** The notice after the output. */
function noticeOf<F extends Flags, Input, Result>(
  { command, destinations }: Run<F, Input, Result>,
  response: Result,
  input: Input,
): string | undefined {
  if (!command.hasPrivateKey) return command.notice?.(response, input);
  if (destinations.length === 0) return 'Save the private key of this API key now: it is shown only once.';
  const stored = describeDestinations('The private key', destinations);
  return [stored, ...destinations.flatMap(({ warning }) => warning ?? [])].join(' ');
}

/** Executes the command, up to its output. @returns undefined if the user declined the confirmation */
async function execute<F extends Flags, Input, Result>(
  run: Run<F, Input, Result>,
  needsConfirmation: boolean,
): Promise<{ response: Result; input: Input } | undefined> {
  const { command, prepared, system, atlas, journal, interruption } = run;
  const { resolve, confirm } = command;
  const wait = <T>(work: () => Promise<T>) => withSpinner(system, interruption, WAITING, work);
  const context = { atlas };
  const input = resolve ? await wait(() => resolve(prepared.input, context)) : prepared.input;
  if (needsConfirmation && confirm) {
    const question = await wait(() => confirm.question(input, context));
    if (!(await isConfirmed(system, question, interruption.signal))) {
      await interruption.race(print(system, confirm.declined));
      return undefined;
    }
  }
  const response = await wait(() => command.run(input, context));
  journal.proven();
  const shown = await storeInAll(response, run.destinations, interruption, (destination) =>
    journal.stored(destination),
  );
  const { format, output } = prepared;
  await interruption.race(print(system, format(output.select ? output.select(shown) : shown)));
  journal.isDelivered = true;
  await printNotice(system, noticeOf(run, response, input));
  return { response, input };
}

/** Runs the follow-up. If it fails, the response has already been delivered. */
async function runFollowUp<F extends Flags, Input, Result>(
  { command, prepared, system, atlas, interruption }: Run<F, Input, Result>,
  { response, input }: { response: Result; input: Input },
): Promise<void> {
  const { followUp } = command;
  if (!followUp?.isWanted(input)) return;
  const context = { atlas: atlas.reportingTo(new Journal()) };
  try {
    await withSpinner(system, interruption, WAITING, () => followUp.run(input, response, context));
  } catch (error) {
    const finish = followUp.finishCommand(input, response) + prepared.profileArgument;
    throw addHint(withHint(error, command, prepared), `${followUp.notDone} Finish with: ${finish}`);
  }
}

async function executeWithFollowUp<F extends Flags, Input, Result>(
  run: Run<F, Input, Result>,
  needsConfirmation: boolean,
): Promise<void> {
  const { command, prepared, system, journal, destinations, interruption, startedMs } = run;
  const { change, followUp } = command;
  let isFollowing = false;
  try {
    const done = await execute(run, needsConfirmation);
    isFollowing = true;
    if (done) await runFollowUp(run, done);
  } catch (error) {
    const failure = withHint(error, command, prepared);
    // A closed pipe means that the reader has seen enough, unless the output contains a private key.
    const isHarmless = codeOf(error) === 'EPIPE' && !command.hasPrivateKey;
    if (!change || isHarmless) throw failure;
    const end = await finalError(failure, {
      system,
      journal,
      change,
      hasPrivateKey: command.hasPrivateKey === true,
      prepared,
      destinations,
      interruption,
      startedMs,
    });
    // If the follow-up itself failed, its error already says that it was not done.
    const isLeftOut = journal.state === 'proven' && !isFollowing && followUp?.isWanted(prepared.input);
    throw isLeftOut && followUp ? addHint(end, followUp.notDone) : end;
  }
}

async function runPrepared<F extends Flags, Input, Result>(
  command: AtlasCommand<F, Input, Result>,
  invocation: Invocation<F>,
  system: System,
  startedMs: number,
  prepared: Prepared<Input, Result>,
): Promise<void> {
  const journal = new Journal();
  // Starts to listen before a destination is opened, so that the first signal leaves no empty file.
  let destinations: readonly KeyDestination[] = [];
  const interruption = listenForInterruption(system, () => {
    if (command.hasPrivateKey && journal.body.length > 0 && !journal.isDelivered)
      recoverSynchronously(system, journal.body);
    void discardDestinations(destinations, system);
  });
  try {
    if (command.hasPrivateKey)
      destinations = await openDestinations(runnerFlags(invocation), profileContent(prepared), system);
    interruption.signal.throwIfAborted();
    if (runnerFlags(invocation).dryRun) {
      const { printDryRun } = await import('./dryRun.ts');
      return await printDryRun(command, prepared, invocation, destinations, system);
    }
    const atlas = atlasClient(system, prepared.baseUrl, prepared.credentials, journal, interruption.signal);
    const run = { command, prepared, system, atlas, journal, interruption, startedMs, destinations };
    await executeWithFollowUp(run, mustConfirm(command, invocation));
  } finally {
    await discardDestinations(destinations, system);
    interruption.stop();
  }
}

/**
 * Runs the command.
 * @throws {CliError} if it fails; a private key that could not be printed has been recovered
 */
export async function runCommand<F extends Flags, Input, Result>(
  command: AtlasCommand<F, Input, Result>,
  invocation: Invocation<F>,
  system: System,
): Promise<void> {
  const startedMs = system.now();
  const prepared = await prepare(command, invocation, system);
  await thenWarnOfReaders(system, prepared.settings.path, () =>
    runPrepared(command, invocation, system, startedMs, prepared),
  );
}
