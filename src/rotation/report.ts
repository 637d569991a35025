/** After a failure, reports what was done, what was not, and the commands that finish or undo the rotation. */
import { addHint, type CliError, InterruptedError } from '../base/errors.ts';
import { capitalize } from '../base/words.ts';
import { describeDestinations } from '../delivery/destinations.ts';
import { describeRecovery, type Recovery, recoverResponse } from '../delivery/recovery.ts';
import { addHintOf, toChangedError } from '../runner/failure.ts';
import { deleteCommand, updateProfileCommand } from './commands.ts';
import type { Rotation, Step, StepState } from './rotation.ts';
import { STORAGE } from './steps.ts';

/** The steps with their states, in their order. */
export type Progress = readonly (readonly [Step, StepState])[];

/** The destinations that do not have the key, by name. */
const missingDestinations = ({ destinations, journal }: Rotation): string =>
  destinations
    .filter((destination) => !journal.destinations.includes(destination))
    .map(({ name }) => name)
    .join(' and ');

function stepNames(progress: Progress, wanted: StepState, rotation: Rotation): string {
  return progress
    .filter(([, state]) => state === wanted)
    .map(([{ name }]) =>
      name === STORAGE && wanted !== 'done' ? `${STORAGE} in ${missingDestinations(rotation)}` : name,
    )
    .join('; ');
}

/** Where the private key is, in sentences. */
async function locateKey({ system, journal }: Rotation): Promise<{ text: string; recovery?: Recovery }> {
  if (journal.destinations.length > 0)
    return { text: describeDestinations('The new API key', journal.destinations) };
  if (journal.isDelivered) return { text: 'The new API key was printed.' };
  const recovery = await recoverResponse(system, journal.body);
  journal.isDelivered = true;
  if (!recovery) return { text: 'The response, including the private key, could not be saved.' };
  return { text: `The response, including the private key, ${describeRecovery(recovery)}.`, recovery };
}

/** The remaining steps as commands, in order. */
function remainder(progress: Progress, rotation: Rotation, recovery: Recovery | undefined): string[] {
  const { input, successor, destinations, profileArgument } = rotation;
  const store =
    input.updatesProfile && recovery?.kind === 'file'
      ? updateProfileCommand(successor.publicKey, recovery.path, { profileArgument })
      : `put the new API key where it is used${destinations.length > 0 ? ` (${missingDestinations(rotation)})` : ''}`;
  const storageName = destinations.length > 0 ? STORAGE : 'output';
  return progress
    .filter(([, state]) => state !== 'done')
    .flatMap(([{ name, finishCommand }]) => (name === storageName ? store : (finishCommand ?? [])));
}

function finishHint(
  progress: Progress,
  rotation: Rotation,
  isDelivered: boolean,
  recovery: Recovery | undefined,
): string {
  const { plan, successor, profileArgument } = rotation;
  const remaining = remainder(progress, rotation, recovery);
  const finish =
    remaining.length > 0
      ? [`${remaining.length > 1 ? 'To finish, in this order' : 'To finish'}: ${remaining.join('; ')}`]
      : [];
  const undo = isDelivered
    ? []
    : [`to undo: ${deleteCommand(successor.id, { orgId: plan.orgId, profileArgument })}`];
  return capitalize([...finish, ...undo].join(' — or, '));
}

/**
 * Recovers the response if the new key is not stored anywhere, and returns the final error.
 * @param error the cause
 */
export async function reportFailure(
  error: CliError,
  rotation: Rotation,
  progress: Progress,
): Promise<CliError> {
  const { plan, successor, journal } = rotation;
  const isDelivered = journal.isDelivered || journal.destinations.length > 0;
  const finalFailure = addHintOf(error, toChangedError(error));
  addHint(finalFailure, `API key ${successor.id} was created to replace API key ${plan.old.id}.`);
  const { text, recovery } = await locateKey(rotation);
  addHint(finalFailure, text);
  const lists = [
    ['Done', stepNames(progress, 'done', rotation)],
    ['May have been done', stepNames(progress, 'unknown', rotation)],
    ['Not done', stepNames(progress, 'notDone', rotation)],
  ] as const;
  for (const [label, list] of lists) if (list !== '') addHint(finalFailure, `${label}: ${list}.`);
  const hint = finishHint(progress, rotation, isDelivered, recovery);
  return hint === '' ? finalFailure : addHint(finalFailure, hint);
}

/** Whether an interrupted step may have been executed: a write that has started continues. */
export const mayHaveHappened = ({ name }: Step, error: unknown): boolean =>
  (name === STORAGE || name === 'output') && error instanceof InterruptedError;
