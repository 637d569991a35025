/** Creates the final error of a failed run, with its exit status, the state of the change, and what to do. */
import { ApiError } from '../api/apiError.ts';
import { TokenError } from '../auth/tokenError.ts';
import { addHint, ChangedError, CliError, InterruptedError, messageOf } from '../base/errors.ts';
import { describeDestinations, describeUnused } from '../handover/destinations.ts';
import type { KeyDestination } from '../handover/keyDestination.ts';
import { describeRecovery, recoverResponse } from '../handover/recovery.ts';
import { NetworkError } from '../http/networkError.ts';
import type { System } from '../system/system.ts';
import type { Interruption } from '../terminal/interruption.ts';
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
export const toChangedError = ({ message, excerpt, cause }: CliError): ChangedError =>
  new ChangedError(message, { ...(excerpt !== undefined && { excerpt }), cause });

/** Adds the hint of the error to the one that replaces it. */
export function addHintOf(error: CliError, end: ChangedError): ChangedError {
  return error.hint ? addHint(end, error.hint) : end;
}

/** The context of a failed run that changes something. */
interface FailedRun<Input> {
  readonly system: System;
  readonly journal: Journal;
  readonly change: Change<Input>;
  readonly hasPrivateKey: boolean;
  readonly prepared: Pick<
    Prepared<Input, never>,
    'input' | 'scope' | 'profileArgument' | 'baseUrl' | 'credentials'
  >;
  readonly interruption: Interruption;
  /** When the run began, by this machine's clock. */
  readonly startedMs: number;
  /** The destinations of the new key. */
  readonly destinations: readonly KeyDestination[];
}

function verifyCommand<Input>({ change, prepared }: FailedRun<Input>): string {
  const { input, scope, profileArgument } = prepared;
  const flag = scope ? ` --${SCOPES[scope.kind].flag} ${scope.id}` : '';
  return change.verifyCommand(input) + profileArgument + flag;
}

/** Whether the service may have made the change, although there is no response. */
const mayHaveActed = (error: CliError): boolean =>
  error instanceof NetworkError || (error instanceof ApiError && error.status >= 500);

/**
 * Adds to the hint what is known about the change, after a search for a new key, and how to verify it. The command for that
 * is the end of the hint, so that it can be copied.
 * @param known what is known about the response and the destinations, in sentences
 * @param hasResponse whether a part of the response was received
 */
async function addVerification<Input>(
  end: CliError,
  error: CliError,
  run: FailedRun<Input>,
  { known, hasResponse }: { readonly known: readonly string[]; readonly hasResponse: boolean },
): Promise<void> {
  const { prepared, change } = run;
  const { what, verb, newKeyQuery } = change;
  const found = [...known];
  if (newKeyQuery && mayHaveActed(error)) {
    const { describeSearch, searchNewKey } = await import('./searchNewKey.ts');
    const result = await searchNewKey({ ...run, newKeyQuery: (atlas) => newKeyQuery(atlas, prepared.input) });
    const { text, isAdvice } = describeSearch(result, prepared, hasResponse);
    found.push(text);
    if (isAdvice) {
      addHint(end, found.join(' '));
      return;
    }
  }
  const sentences = [
    `The ${what} may have been ${verb}.`,
    ...found,
    `Before you try again, check with: ${verifyCommand(run)}`,
  ];
  addHint(end, sentences.join(' '));
}

async function unknownOutcome<Input>(error: CliError, run: FailedRun<Input>): Promise<CliError> {
  // The exit status of a signal is more useful to a caller than the one for an unknown outcome.
  const end = error instanceof InterruptedError ? error : addHintOf(error, toChangedError(error));
  await addVerification(end, error, run, { known: run.destinations.map(describeUnused), hasResponse: false });
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
  await addVerification(end, error, run, {
    known: [where ? `The response ${where}.` : 'The response could not be saved.'],
    hasResponse: true,
  });
  return end;
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
    if (journal.destinations.length > 0)
      addHint(end, describeDestinations(`The new ${what}`, journal.destinations));
    return addHintOf(error, end);
  }
  if (journal.state === 'sent') return unknownOutcome(error, run);
  if (hasPrivateKey && journal.body.length > 0) return recoverAndReport(error, run);
  return journal.state === 'proven'
    ? addHint(addHintOf(error, toChangedError(error)), `The ${what} was ${verb}.`)
    : unknownOutcome(error, run);
}
