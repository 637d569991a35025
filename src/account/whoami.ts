/** `atlas auth whoami`: shows whose credentials are used. */

import { completeCredentials, incompletePair, withSecrets } from '../auth/credentials.ts';
import { describeCredentials } from '../auth/kinds/index.ts';
import { describeCredentialProblem } from '../auth/noCredentials.ts';
import { AuthenticationError } from '../base/errors.ts';
import { describeOrigin } from '../config/origin.ts';
import { loadSettings, warnOfIgnoredFile } from '../config/settings.ts';
import type { System } from '../system/system.ts';
import { print, printNotice } from '../terminal/print.ts';

/** @param hint what is wrong with the credentials that are set */
export const notLoggedInError = (hint?: string): AuthenticationError =>
  new AuthenticationError('not logged in with an Atlas account or API key', { hint });

/**
 * Prints the owner of the credentials and, at a terminal, where they come from.
 * @throws {AuthenticationError} if there are no credentials
 * @throws {ConfigError} if their values are invalid
 * @throws {CliError} if the environment has none and the configuration file is invalid
 */
export async function whoami(system: System, profile: string | undefined): Promise<void> {
  const settings = await withSecrets(system, await loadSettings(system, profile));
  const credentials = completeCredentials(settings);
  if (!credentials)
    throw settings.problem ?? notLoggedInError(describeCredentialProblem(settings, incompletePair(settings)));
  await warnOfIgnoredFile(system, settings);
  await print(system, `Logged in as ${describeCredentials(credentials)}\n`);
  await printNotice(system, `The credentials came from ${describeOrigin(credentials.origin)}.`);
}
