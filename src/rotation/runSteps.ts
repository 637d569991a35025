/** Runs the steps of a rotation, and records their progress. */
import { ApiError } from '../api/apiError.ts';
import type { CliError } from '../base/errors.ts';
import { Journal } from '../runner/journal.ts';
import { withSpinner } from '../runner/withSpinner.ts';
import { keyTest } from './keyTest.ts';
import { mayHaveHappened, type Progress, reportFailure } from './report.ts';
import type { Rotation, Step, StepState } from './rotation.ts';
import { stepsOf } from './steps.ts';

/** A step that Atlas refused, after which the run continued. */
interface Refusal {
  readonly step: Step;
  readonly error: CliError;
}

/** Whether the run continues although Atlas refused the step. */
const canContinueAfter = (step: Step, error: unknown, { input }: Rotation): boolean =>
  step.isOptional === true && input.isForced && error instanceof ApiError && error.status < 500;

/** Whether the step deletes the old key, which requires that all steps before it were done. */
const isDeletion = (step: Step, steps: readonly Step[], { input }: Rotation): boolean =>
  input.deletesOld && step === steps.at(-1);

async function runStep(step: Step, rotation: Rotation, journal: Journal): Promise<void> {
  const { system, interruption } = rotation;
  const work = () => step.run(rotation, journal);
  await (step.progress === undefined ? work() : withSpinner(system, interruption, step.progress, work));
}

/**
 * Runs the steps after the create.
 * @param toError converts a thrown value to a CliError
 * @throws {CliError} with its final message; the new key has been recovered if it was not stored
 */
export async function runSteps(rotation: Rotation, toError: (thrown: unknown) => CliError): Promise<void> {
  const steps = stepsOf(rotation);
  const states = new Map<Step, StepState>(steps.map((step) => [step, 'notDone']));
  const progress = (): Progress => [...states];
  let refusal: Refusal | undefined;
  for (const step of steps) {
    const journal = new Journal();
    try {
      // The old key is not deleted while its successor is incomplete.
      if (refusal && isDeletion(step, steps, rotation)) break;
      await runStep(step, rotation, journal);
      states.set(step, step === keyTest && rotation.isUntestable ? 'notDone' : 'done');
    } catch (error) {
      if (journal.state !== 'idle' || mayHaveHappened(step, error)) states.set(step, 'unknown');
      if (!canContinueAfter(step, error, rotation))
        throw await reportFailure(toError(error), rotation, progress());
      refusal ??= { step, error: toError(error) };
    }
  }
  if (refusal) throw await reportFailure(refusal.error, rotation, progress());
}
