/** Rotates an API key: reads the old key, creates and tests the successor, delivers it, and deletes the old key. */
import { atlasClient } from '../api/client.ts';
import type { ApiKey } from '../api/responses/schemas.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import type { CliError } from '../base/errors.ts';
import type { Flags, Invocation } from '../cli/define.ts';
import { thenWarnOfReaders } from '../config/file/read.ts';
import { describeDestinations, discardDestinations, openDestinations } from '../delivery/destinations.ts';
import type { KeyDestination } from '../delivery/keyDestination.ts';
import { recoverSynchronously } from '../delivery/recovery.ts';
import { runnerFlags } from '../runner/definition.ts';
import { finalError, withHint } from '../runner/failure.ts';
import { Journal } from '../runner/journal.ts';
import { type Preflight, profileContent, runPreflight } from '../runner/preflight.ts';
import { withSpinner } from '../runner/withSpinner.ts';
import type { System } from '../system/system.ts';
import { isConfirmed } from '../terminal/confirm.ts';
import { type Interruption, listenForInterruption } from '../terminal/interruption.ts';
import { print, printNotice } from '../terminal/print.ts';
import { warn } from '../terminal/warnings.ts';
import { CONFIRMATION, checkRotation, openOwnProfile } from './checks.ts';
import { deleteCommand } from './commands.ts';
import { createSuccessor, describeCreation } from './create.ts';
import type { Clients, Plan, RotateCommand, Rotation, RotationInput, Successor } from './rotation.ts';
import { runSteps } from './runSteps.ts';
import { survey } from './survey.ts';

/** What a run consists of after its preflight. */
interface RunContext<F extends Flags> {
  readonly command: RotateCommand<F>;
  readonly preflight: Preflight<RotationInput, ApiKey>;
  readonly system: System;
  readonly clients: Clients;
  readonly journal: Journal;
  readonly interruption: Interruption;
  readonly destinations: readonly KeyDestination[];
  readonly startedMs: number;
}

const credentialsOf = ({ publicKey, privateKey }: Successor, { isGov }: Credentials): Credentials => ({
  kind: 'api_keys',
  identifier: publicKey,
  secret: privateKey,
  isGov,
  origin: { kind: 'input', name: 'the response that created it' },
});

function createClients(
  system: System,
  { baseUrl, credentials }: Preflight<RotationInput, ApiKey>,
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
async function create<F extends Flags>(run: RunContext<F>, plan: Plan): Promise<Successor> {
  const { command, preflight, system, interruption, journal, clients } = run;
  try {
    return await withSpinner(system, interruption, 'Creating the new API key', () =>
      createSuccessor(plan, clients, journal),
    );
  } catch (error) {
    const failure = withHint(error, command, preflight);
    throw await finalError(failure, { ...run, change: describeCreation(plan), returnsPrivateKey: true });
  }
}

/** The notices after a complete rotation. */
async function printFinalNotices(rotation: Rotation): Promise<void> {
  const { system, plan, successor, input, isUntestable, destinations, profileArgument } = rotation;
  if (destinations.length > 0) {
    const stored = describeDestinations('The private key', destinations);
    const warnings = destinations.flatMap(({ warning }) => warning ?? []);
    await printNotice(system, [stored, ...warnings].join(' '));
  } else await printNotice(system, 'Save the private key of this API key now: it is shown only once.');
  if (isUntestable)
    await warn(
      system,
      `API key ${successor.id} was not tested: its access list does not contain this machine`,
    );
  if (!input.deletesOld)
    await system.stderr
      .write(
        `API key ${plan.old.id} still works. When nothing uses it any longer, delete it with: ${deleteCommand(plan.old.id, { orgId: plan.orgId, profileArgument })}\n`,
      )
      .catch(() => undefined);
}

async function execute<F extends Flags>(run: RunContext<F>): Promise<void> {
  const { command, preflight, system, clients, interruption } = run;
  const { input, credentials, format, profileArgument } = preflight;
  const withCommandHint = (thrown: unknown): CliError => withHint(thrown, command, preflight);
  let plan: Plan;
  try {
    plan = await withSpinner(system, interruption, 'Reading the API key', () =>
      survey(input, credentials, clients.asCaller()),
    );
  } catch (error) {
    throw withCommandHint(error);
  }
  if (input.deletesOld && !input.isForced) {
    const question = `Replace ${plan.old.name} with a new API key, and delete the old one?`;
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
  await runSteps(rotation, withCommandHint);
  await printFinalNotices(rotation);
}

async function rotateAfterPreflight<F extends Flags>(
  command: RotateCommand<F>,
  invocation: Invocation<F>,
  system: System,
  startedMs: number,
  preflight: Preflight<RotationInput, ApiKey>,
): Promise<void> {
  const { input, credentials, settings } = preflight;
  checkRotation(input, credentials, system);
  let destinations: readonly KeyDestination[] = [];
  const journal = new Journal();
  // Listen for signals before opening a destination, so that the first signal leaves no empty file.
  const interruption = listenForInterruption(system, () => {
    if (journal.body.length > 0 && !journal.isDelivered) recoverSynchronously(system, journal.body);
    void discardDestinations(destinations, system);
  });
  try {
    destinations = input.updatesProfile
      ? [await openOwnProfile(settings, credentials, system)]
      : await openDestinations(runnerFlags(invocation), profileContent(preflight), system);
    interruption.signal.throwIfAborted();
    if (runnerFlags(invocation).dryRun) {
      const { printRotation } = await import('./dryRun.ts');
      const context = { system, interruption, journal, destinations };
      return await printRotation(command, preflight, invocation, context);
    }
    const clients = createClients(system, preflight, interruption);
    await execute({ command, preflight, system, clients, journal, interruption, destinations, startedMs });
  } finally {
    await discardDestinations(destinations, system);
    interruption.stop();
  }
}

/**
 * Runs the command.
 * @throws {CliError} if it fails. If a new private key could not be delivered, it has already been recovered.
 */
export async function rotate<F extends Flags>(
  command: RotateCommand<F>,
  invocation: Invocation<F>,
  system: System,
): Promise<void> {
  const startedMs = system.now();
  const preflight = await runPreflight(command, invocation, system);
  await thenWarnOfReaders(system, preflight.settings.path, () =>
    rotateAfterPreflight(command, invocation, system, startedMs, preflight),
  );
}
