/** Creates the final error of a failed run, with its exit status, the state of the change, and what to do. */
import { ApiError } from '../api/apiError.ts';
import { TokenError } from '../auth/tokenError.ts';
import { addHint, ChangedError, CliError, InterruptedError, messageOf } from '../base/errors.ts';
import { describeRecovery, recoverResponse } from '../handover/recovery.ts';
import type { System } from '../system/system.ts';
import { hintFor } from './advice.ts';
import type { AtlasCommand, Change } from './definition.ts';
import type { Journal } from './journal.ts';
import type { Prepared } from './prepare.ts';
import { describeScope, keysCommand, SCOPES } from './scope.ts';

/** Converts a thrown value to a CliError, with a hint if it is an error of the Admin API. */
export function withHint<Input>(
  thrown: unknown,
  { permission, roles }: Pick<AtlasCommand<never, Input, never>, 'permission' | 'roles'>,
  {
    credentials,
    scope,
    input,
    profileArgument,
  }: Pick<Prepared<Input, never>, 'credentials' | 'scope' | 'input' | 'profileArgument'>,
): CliError {
  if (thrown instanceof ApiError)
    thrown.hint ??= hintFor(thrown, {
      credentials,
      target: scope && describeScope(scope),
      keysCommand: scope && keysCommand(scope) + profileArgument,
      permission,
      roles: roles?.(input) ?? [],
    });
  return thrown instanceof CliError ? thrown : new CliError(messageOf(thrown), { cause: thrown });
}

/** The same error with the exit status for a change that was or may have been made, and without its hint. */
const toChangedError = ({ message, excerpt, cause }: CliError): ChangedError =>
  new ChangedError(message, { ...(excerpt !== undefined && { excerpt }), cause });

function addHintOf(error: CliError, end: ChangedError): ChangedError {
  return error.hint ? addHint(end, error.hint) : end;
}

/** The context of a failed run that changes something. */
interface FailedRun<Input> {
  readonly system: System;
  readonly journal: Journal;
  readonly change: Change<Input>;
  readonly hasPrivateKey: boolean;
  readonly prepared: Pick<Prepared<Input, never>, 'input' | 'scope' | 'profileArgument'>;
  /** The destinations of the new key, by name. */
  readonly destinations: readonly string[];
}

function verifyCommand<Input>({ change, prepared }: FailedRun<Input>): string {
  const { input, scope, profileArgument } = prepared;
  const flag = scope ? ` --${SCOPES[scope.kind].flag} ${scope.id}` : '';
  return change.verifyCommand(input) + profileArgument + flag;
}

function unknownOutcome<Input>(error: CliError, run: FailedRun<Input>): CliError {
  const { what, verb } = run.change;
  // The exit status of a signal is more useful to a caller than the one for an unknown outcome.
  const end = error instanceof InterruptedError ? error : addHintOf(error, toChangedError(error));
  addHint(end, `The ${what} may have been ${verb}. Before you try again, check with: ${verifyCommand(run)}`);
  for (const name of run.destinations) addHint(end, `Nothing was written to ${name}.`);
  return end;
}

/** Recovers the response, whatever it contains. */
async function recoverAndReport<Input>(error: CliError, run: FailedRun<Input>): Promise<CliError> {
  const { what, verb } = run.change;
  const { state, body } = run.journal;
  const recovery = await recoverResponse(run.system, body);
  run.journal.isDelivered = true;
  const end = toChangedError(error);
  const where = recovery && describeRecovery(recovery);
  if (state === 'proven')
    return addHint(
      end,
      where
        ? `The ${what} was ${verb}. The response, including the private key, ${where}.`
        : `The ${what} was ${verb}, but its response could not be saved: delete the ${what} and create another.`,
    );
  const found = where ? `The response ${where}.` : 'The response could not be saved.';
  return addHint(
    end,
    `The ${what} may have been ${verb}. ${found} Before you try again, check with: ${verifyCommand(run)}`,
  );
}

/**
 * Recovers a response that must not be lost, and returns the final error.
 * @param error the cause, with its hint
 */
export async function finalError<Input>(error: CliError, run: FailedRun<Input>): Promise<CliError> {
  const { journal, change, hasPrivateKey } = run;
  const { what, verb } = change;
  if (journal.state === 'idle')
    return error instanceof TokenError ? addHint(error, `No ${what} was ${verb}.`) : error;
  if (journal.isDelivered) {
    const end = toChangedError(error);
    for (const destination of journal.destinations) addHint(end, `The new ${what} is in ${destination}.`);
    return addHintOf(error, end);
  }
  if (journal.state === 'sent') return unknownOutcome(error, run);
  if (hasPrivateKey && journal.body.length > 0) return recoverAndReport(error, run);
  return journal.state === 'proven'
    ? addHint(addHintOf(error, toChangedError(error)), `The ${what} was ${verb}.`)
    : unknownOutcome(error, run);
}
