/** After a failure, reports what was done, what was not, and the commands that finish or undo the rotation. */
import { addHint, type CliError, InterruptedError } from '../base/errors.ts';
import { capitalize } from '../base/words.ts';
import { describeDestinations } from '../handover/destinations.ts';
import { describeRecovery, type Recovery, recoverResponse } from '../handover/recovery.ts';
import { addHintOf, toChangedError } from '../runner/failure.ts';
import { deleteCommand, updateProfileCommand } from './commands.ts';
import type { Rotation, Step, StepState } from './rotation.ts';

/** The steps with their states, in their order. */
export type Progress = readonly (readonly [Step, StepState])[];

/** The destinations that do not have the key, by name. */
const missing = ({ destinations, journal }: Rotation): string =>
  destinations
    .filter((destination) => !journal.destinations.includes(destination))
    .map(({ name }) => name)
    .join(' and ');

function names(progress: Progress, wanted: StepState, rotation: Rotation): string {
  return progress
    .filter(([, state]) => state === wanted)
    .map(([{ name }]) =>
      name === 'hand-over' && wanted !== 'done' ? `hand-over to ${missing(rotation)}` : name,
    )
    .join('; ');
}

/** Where the private key is, in sentences. */
async function whereIsKey({ system, journal }: Rotation): Promise<{ text: string; recovery?: Recovery }> {
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
      : `put the new API key where it is used${destinations.length > 0 ? ` (${missing(rotation)})` : ''}`;
  const storageName = destinations.length > 0 ? 'hand-over' : 'output';
  return progress
    .filter(([, state]) => state !== 'done')
    .flatMap(([{ name, finishCommand }]) => (name === storageName ? store : (finishCommand ?? [])));
}

function advice(
  progress: Progress,
  rotation: Rotation,
  isHandedOver: boolean,
  recovery: Recovery | undefined,
): string {
  const { plan, successor, profileArgument } = rotation;
  const left = remainder(progress, rotation, recovery);
  const finish =
    left.length > 0
      ? [`${left.length > 1 ? 'To finish, in this order' : 'To finish'}: ${left.join('; ')}`]
      : [];
  const undo = isHandedOver
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
  const isHandedOver = journal.isDelivered || journal.destinations.length > 0;
  const end = addHintOf(error, toChangedError(error));
  addHint(end, `API key ${successor.id} was created as the successor of API key ${plan.old.id}.`);
  const { text, recovery } = await whereIsKey(rotation);
  addHint(end, text);
  const lists = [
    ['Done', names(progress, 'done', rotation)],
    ['May have been done', names(progress, 'unknown', rotation)],
    ['Not done', names(progress, 'notDone', rotation)],
  ] as const;
  for (const [label, list] of lists) if (list !== '') addHint(end, `${label}: ${list}.`);
  const next = advice(progress, rotation, isHandedOver, recovery);
  return next === '' ? end : addHint(end, next);
}

/** Whether an interrupted step may have been executed: a write that was started continues. */
export const mayHaveHappened = ({ name }: Step, error: unknown): boolean =>
  (name === 'hand-over' || name === 'output') && error instanceof InterruptedError;
