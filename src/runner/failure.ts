/** What a run ends with when something went wrong: the error, what to do, and a new key handed over. */
import { ApiError } from '../api/apiError.ts';
import { TokenError } from '../auth/tokenError.ts';
import { advise, CliError, messageOf, OutputError } from '../base/errors.ts';
import { handOver } from '../handover/handover.ts';
import type { KeyPlace } from '../handover/keyPlace.ts';
import type { System } from '../system/system.ts';
import { hintFor } from './advice.ts';
import type { AtlasCommand, OneTimeSecret } from './definition.ts';
import type { Journal } from './journal.ts';
import type { Prepared } from './prepare.ts';
import { describeScope, keysCommand, SCOPES, type Scope } from './scope.ts';

/** Whatever was thrown, as an error for a person, with the advice that fits a refusal of the service. */
export function withHint<Input>(
  thrown: unknown,
  { permission, roles }: Pick<AtlasCommand<never, Input>, 'permission' | 'roles'>,
  { credentials, scope, input, again }: Pick<Prepared<Input>, 'credentials' | 'scope' | 'input' | 'again'>,
): CliError {
  if (thrown instanceof ApiError)
    thrown.hint ??= hintFor(thrown, {
      credentials,
      target: scope && describeScope(scope),
      keysCommand: scope && keysCommand(scope) + again,
      permission,
      roles: roles?.(input) ?? [],
    });
  return thrown instanceof CliError ? thrown : new CliError(messageOf(thrown), { cause: thrown });
}

/** What to say when nobody knows whether the service did it. */
function unknownOutcome(
  error: CliError,
  { what, list }: OneTimeSecret,
  scope: Scope | undefined,
  places: readonly KeyPlace[],
): CliError {
  const flag = scope ? ` --${SCOPES[scope.kind].flag} ${scope.id}` : '';
  advise(error, `The ${what} may exist all the same. Look before you try again: ${list}${flag}`);
  for (const { name } of places) advise(error, `Nothing was written to ${name}.`);
  return error;
}

/** What a run leaves behind. */
interface Ending {
  readonly places: readonly KeyPlace[];
  readonly journal: Journal;
  readonly system: System;
}

/**
 * The error to end with, after whatever was answered has been saved.
 * @param error what went wrong, with its advice
 */
export async function conclude(
  error: CliError,
  secret: OneTimeSecret | undefined,
  scope: Scope | undefined,
  { places, journal, system }: Ending,
): Promise<CliError> {
  if (!secret || journal.state === 'idle')
    return secret && error instanceof TokenError ? advise(error, `No ${secret.what} was created.`) : error;
  if (journal.delivered) {
    // The key exists and somebody must look: status 1, after a signal as well.
    const failure = new OutputError(error.message);
    for (const place of journal.places) advise(failure, `The new ${secret.what} is in ${place}.`);
    return error.hint ? advise(failure, error.hint) : failure;
  }
  if (journal.state === 'answered' && journal.body !== '') {
    const failure = await handOver(system, secret.what, journal.body, error);
    journal.delivered = true;
    return failure;
  }
  return unknownOutcome(error, secret, scope, places);
}
