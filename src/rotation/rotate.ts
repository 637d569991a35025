/** Replaces an API key: reads what there is, creates a successor, tests it, hands it over, and deletes the old key. */

import { atlasClient } from '../api/client.ts';
import type { ApiKey } from '../api/schemas.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import type { CliError } from '../base/errors.ts';
import type { Flags, Invocation } from '../cli/define.ts';
import { thenWarnOfReaders } from '../config/file.ts';
import { describeDestinations, discardDestinations, openDestinations } from '../handover/destinations.ts';
import type { KeyDestination } from '../handover/keyDestination.ts';
import { recoverSynchronously } from '../handover/recovery.ts';
import { runnerFlags } from '../runner/definition.ts';
import { finalError, withHint } from '../runner/failure.ts';
import { Journal } from '../runner/journal.ts';
import { type Prepared, prepare, profileContent } from '../runner/prepare.ts';
import { withSpinner } from '../runner/withSpinner.ts';
import type { System } from '../system/system.ts';
import { isConfirmed } from '../terminal/confirm.ts';
import { type Interruption, listenForInterruption } from '../terminal/interruption.ts';
import { print, printNotice } from '../terminal/print.ts';
import { warn } from '../terminal/warnings.ts';
import { deleteCommand } from './commands.ts';
import { createSuccessor, creationOf } from './create.ts';
import { CONFIRMATION, checkRotation, openOwnProfile } from './preflight.ts';
import type { Clients, Plan, RotateCommand, Rotation, RotationInput, Successor } from './rotation.ts';
import { runSteps } from './run.ts';
import { survey } from './survey.ts';

/** One run after its preflight. */
interface Run<F extends Flags> {
  readonly command: RotateCommand<F>;
  readonly prepared: Prepared<RotationInput, ApiKey>;
  readonly system: System;
  readonly clients: Clients;
  readonly journal: Journal;
  readonly interruption: Interruption;
  readonly destinations: readonly KeyDestination[];
  readonly startedMs: number;
}

const credentialsOf = ({ publicKey, privateKey }: Successor, { isGov }: Credentials): Credentials => ({
  kind: 'api_keys',
  owner: publicKey,
  secret: privateKey,
  isGov,
  origin: { kind: 'given', how: 'the response to its creation' },
});

function clientsOf(
  system: System,
  { baseUrl, credentials }: Prepared<RotationInput, ApiKey>,
  { signal }: Interruption,
): Clients {
  const caller = atlasClient(system, baseUrl, credentials, undefined, signal);
  return {
    asCaller: (progress) => (progress ? caller.reportingTo(progress) : caller),
    asSuccessor: (successor, progress) =>
      atlasClient(system, baseUrl, credentialsOf(successor, credentials), progress, signal),
  };
}

/** Creates the successor. @throws {CliError} with its final message */
async function create<F extends Flags>(run: Run<F>, plan: Plan): Promise<Successor> {
  const { command, prepared, system, interruption, journal, clients } = run;
  try {
    return await withSpinner(system, interruption, 'Creating the new API key', () =>
      createSuccessor(plan, clients, journal),
    );
  } catch (error) {
    const failure = withHint(error, command, prepared);
    throw await finalError(failure, { ...run, change: creationOf(plan), hasPrivateKey: true });
  }
}

/** The notices after a complete rotation. */
async function printFinalNotices({
  system,
  plan,
  successor,
  input,
  isUntestable,
  ...rotation
}: Rotation): Promise<void> {
  if (rotation.destinations.length > 0) {
    const stored = describeDestinations('The private key', rotation.destinations);
    const warnings = rotation.destinations.flatMap(({ warning }) => warning ?? []);
    await printNotice(system, [stored, ...warnings].join(' '));
  } else await printNotice(system, 'Save the private key of this API key now: it is shown only once.');
  if (isUntestable)
    await warn(
      system,
      `API key ${successor.id} was not tested, because this machine is not on its access list`,
    );
  const { profileArgument } = rotation;
  if (!input.deletesOld)
    await system.stderr
      .write(
        `API key ${plan.old.id} still works. When nothing uses it any longer, delete it with: ${deleteCommand(plan.old.id, { orgId: plan.orgId, profileArgument })}\n`,
      )
      .catch(() => undefined);
}

async function execute<F extends Flags>(run: Run<F>): Promise<void> {
  const { command, prepared, system, clients, interruption } = run;
  const { input, credentials, format, profileArgument } = prepared;
  const toError = (thrown: unknown): CliError => withHint(thrown, command, prepared);
  let plan: Plan;
  try {
    plan = await withSpinner(system, interruption, 'Reading the API key', () =>
      survey(input, credentials, clients.asCaller()),
    );
  } catch (error) {
    throw toError(error);
  }
  if (input.deletesOld && !input.isForced) {
    const question = `Create a successor of ${plan.old.name}, and delete that key once the successor works?`;
    if (!(await isConfirmed(system, question, interruption.signal, CONFIRMATION)))
      return interruption.race(print(system, 'API Key not rotated\n'));
  }
  const successor = await create(run, plan);
  const rotation: Rotation = {
    ...run,
    input,
    credentials,
    format,
    profileArgument,
    plan,
    successor,
    isUntestable: false,
  };
  await runSteps(rotation, toError);
  await printFinalNotices(rotation);
}

async function rotatePrepared<F extends Flags>(
  command: RotateCommand<F>,
  invocation: Invocation<F>,
  system: System,
  startedMs: number,
  prepared: Prepared<RotationInput, ApiKey>,
): Promise<void> {
  const { input, credentials, settings } = prepared;
  checkRotation(input, credentials, system);
  // Starts to listen before a destination is opened, so that the first signal leaves no empty file.
  let destinations: readonly KeyDestination[] = [];
  const journal = new Journal();
  const interruption = listenForInterruption(system, () => {
    if (journal.body.length > 0 && !journal.isDelivered) recoverSynchronously(system, journal.body);
    void discardDestinations(destinations, system);
  });
  try {
    destinations = input.updatesProfile
      ? [await openOwnProfile(settings, credentials, system)]
      : await openDestinations(runnerFlags(invocation), profileContent(prepared), system);
    interruption.signal.throwIfAborted();
    if (runnerFlags(invocation).dryRun) {
      const { printRotation } = await import('./dryRun.ts');
      const context = { system, interruption, journal, destinations };
      return await printRotation(command, prepared, invocation, context);
    }
    const clients = clientsOf(system, prepared, interruption);
    await execute({ command, prepared, system, clients, journal, interruption, destinations, startedMs });
  } finally {
    await discardDestinations(destinations, system);
    interruption.stop();
  }
}

/**
 * Runs the command.
 * @throws {CliError} if it fails; a private key that could not be handed over has been recovered
 */
export async function rotate<F extends Flags>(
  command: RotateCommand<F>,
  invocation: Invocation<F>,
  system: System,
): Promise<void> {
  const startedMs = system.now();
  const prepared = await prepare(command, invocation, system);
  await thenWarnOfReaders(system, prepared.settings.path, () =>
    rotatePrepared(command, invocation, system, startedMs, prepared),
  );
}
