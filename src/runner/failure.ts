/** Creates the final error of a failed run, with its exit status, the state of the change, and what to do. */
import { ApiError } from '../api/apiError.ts';
import { TokenError } from '../auth/tokens/tokenError.ts';
import { addHint, ChangedError, CliError, InterruptedError, messageOf } from '../base/errors.ts';
import { describeDestinations, describeUnused } from '../delivery/destinations.ts';
import type { KeyDestination } from '../delivery/keyDestination.ts';
import { describeRecovery, recoverResponse } from '../delivery/recovery.ts';
import { NetworkError } from '../http/networkError.ts';
import type { System } from '../system/system.ts';
import type { Interruption } from '../terminal/interruption.ts';
import type { AtlasCommand, Change } from './definition.ts';
import { hintFor } from './hints.ts';
import type { Journal } from './journal.ts';
import type { Preflight } from './preflight.ts';
import { describeScope, keysCommand, SCOPES } from './scope.ts';

/** Converts a thrown value to a CliError, with a hint if it is an error of the Admin API. */
export function withHint<Input>(
  thrown: unknown,
  {
    permissionHint,
    rolesForHint,
  }: Pick<AtlasCommand<never, Input, never>, 'permissionHint' | 'rolesForHint'>,
  {
    credentials,
    scope,
    input,
    profileArgument,
  }: Pick<Preflight<Input, never>, 'credentials' | 'scope' | 'input' | 'profileArgument'>,
): CliError {
  if (thrown instanceof ApiError)
    thrown.hint ??= hintFor(thrown, {
      credentials,
      target: scope && describeScope(scope),
      keysCommand: scope && keysCommand(scope) + profileArgument,
      permission: permissionHint,
      roles: rolesForHint?.(input) ?? [],
    });
  return thrown instanceof CliError ? thrown : new CliError(messageOf(thrown), { cause: thrown });
}

/** Converts the error to one with the exit status for a change that was or may have been made. Drops its hint. */
export const toChangedError = ({ message, excerpt, cause }: CliError): ChangedError =>
  new ChangedError(message, { ...(excerpt !== undefined && { excerpt }), cause });

/** Adds the hint of the error to the one that replaces it. */
export function addHintOf(error: CliError, finalFailure: ChangedError): ChangedError {
  return error.hint ? addHint(finalFailure, error.hint) : finalFailure;
}

/** What is known about a failed run that makes a change. */
interface FailureContext<Input> {
  readonly system: System;
  readonly journal: Journal;
  readonly change: Change<Input>;
  readonly returnsPrivateKey: boolean;
  readonly preflight: Pick<
    Preflight<Input, never>,
    'input' | 'scope' | 'profileArgument' | 'baseUrl' | 'credentials'
  >;
  readonly interruption: Interruption;
  /** When the run began, by this machine's clock. */
  readonly startedMs: number;
  /** The destinations of the new key. */
  readonly destinations: readonly KeyDestination[];
}

function verifyCommand<Input>({ change, preflight }: FailureContext<Input>): string {
  const { input, scope, profileArgument } = preflight;
  const flag = scope ? ` --${SCOPES[scope.kind].flag} ${scope.id}` : '';
  return change.verifyCommand(input) + profileArgument + flag;
}

/** Whether the service may have made the change, although there is no response. */
const mayHaveActed = (error: CliError): boolean =>
  error instanceof NetworkError || (error instanceof ApiError && error.status >= 500);

/**
 * Adds to the hint what is known about the change, after a search for a new key, and how to verify it. A command comes last,
 * so that it can be copied.
 * @param responseFacts where the response is, or is not, in sentences
 * @param isSaved whether a part of the response was saved
 */
async function addVerification<Input>(
  finalFailure: CliError,
  error: CliError,
  context: FailureContext<Input>,
  responseFacts: readonly string[],
  isSaved: boolean,
): Promise<void> {
  const { preflight, change } = context;
  const { resource, participle, newKeyQuery } = change;
  const facts = [...responseFacts];
  if (newKeyQuery && mayHaveActed(error)) {
    const { describeSearch, searchNewKey } = await import('./searchNewKey.ts');
    const result = await searchNewKey({
      ...context,
      newKeyQuery: (atlas) => newKeyQuery(atlas, preflight.input),
    });
    const { text, isHint } = describeSearch(result, preflight, isSaved);
    facts.push(text);
    if (isHint) {
      addHint(finalFailure, facts.join(' '));
      return;
    }
  }
  const sentences = [
    `The ${resource} may have been ${participle}.`,
    ...facts,
    `Before you try again, check with: ${verifyCommand(context)}`,
  ];
  addHint(finalFailure, sentences.join(' '));
}

async function unknownOutcome<Input>(error: CliError, context: FailureContext<Input>): Promise<CliError> {
  // The exit status of a signal is more useful to a caller than the one for an unknown outcome.
  const finalFailure = error instanceof InterruptedError ? error : addHintOf(error, toChangedError(error));
  await addVerification(finalFailure, error, context, context.destinations.map(describeUnused), false);
  return finalFailure;
}

/** Recovers the response, whatever it contains. */
async function recoverAndReport<Input>(error: CliError, context: FailureContext<Input>): Promise<CliError> {
  const { resource, participle } = context.change;
  const { state, body } = context.journal;
  const recovery = await recoverResponse(context.system, body);
  context.journal.isDelivered = true;
  const finalFailure = toChangedError(error);
  const location = recovery && describeRecovery(recovery);
  if (state === 'proven')
    return addHint(
      finalFailure,
      location
        ? `The ${resource} was ${participle}. The response, including the private key, ${location}.`
        : `The ${resource} was ${participle}, but its response could not be saved: delete the ${resource} and create another.`,
    );
  await addVerification(
    finalFailure,
    error,
    context,
    [location ? `The response ${location}.` : 'The response could not be saved.'],
    location !== undefined,
  );
  return finalFailure;
}

/**
 * Recovers a response that must not be lost, and returns the final error.
 * @param error the cause, with its hint
 */
export async function finalError<Input>(error: CliError, context: FailureContext<Input>): Promise<CliError> {
  const { journal, change, returnsPrivateKey } = context;
  const { resource, participle } = change;
  if (journal.state === 'idle')
    return error instanceof TokenError ? addHint(error, `No ${resource} was ${participle}.`) : error;
  if (journal.isDelivered) {
    const finalFailure = toChangedError(error);
    if (journal.destinations.length > 0)
      addHint(finalFailure, describeDestinations(`The new ${resource}`, journal.destinations));
    return addHintOf(error, finalFailure);
  }
  if (journal.state === 'sent') return unknownOutcome(error, context);
  if (returnsPrivateKey && journal.body.length > 0) return recoverAndReport(error, context);
  return journal.state === 'proven'
    ? addHint(addHintOf(error, toChangedError(error)), `The ${resource} was ${participle}.`)
    : unknownOutcome(error, context);
}
