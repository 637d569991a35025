/** Says whose credentials a run would use. */

import { type Credentials, completeCredentials, halfAPair } from '../auth/credentials.ts';
import { readClaims } from '../auth/jwt.ts';
import { AuthenticationError } from '../base/errors.ts';
import { describeOrigin, loadSettings, warnOfIgnoredFile } from '../config/settings.ts';
import type { System } from '../system/system.ts';
import { print, tell } from '../terminal/print.ts';

/** Whom a token is of, as words. */
export const ownerOf = (accessToken: string): string => readClaims(accessToken)?.subject ?? 'an unknown user';

/** Who, and which kind of credentials: `kxqpbnyt key`. */
export function describeCredentials(credentials: Credentials): string {
  switch (credentials.kind) {
    case 'apiKeys':
      return `${credentials.publicKey} key`;
    case 'serviceAccount':
      return `${credentials.clientId} service account`;
    case 'userAccount':
      return `${ownerOf(credentials.accessToken)} account`;
  }
}

/** The reference's error where there is nobody; what is missing, where half of somebody is there. */
export const notLoggedIn = (hint?: string): AuthenticationError =>
  new AuthenticationError('not logged in with an Atlas account or API key', { hint });

/**
 * Prints who it is; on a terminal also from where.
 * @throws {AuthenticationError} when there are no credentials
 * @throws {CliError} when there are none in the environment, and the configuration file cannot be used
 */
export async function whoami(system: System, profile: string | undefined): Promise<void> {
  const settings = await loadSettings(system, profile);
  const credentials = completeCredentials(settings);
  if (!credentials) throw settings.problem ?? notLoggedIn(halfAPair(settings));
  await warnOfIgnoredFile(system, settings);
  await print(system, `Logged in as ${describeCredentials(credentials)}\n`);
  await tell(system, `The credentials came from ${describeOrigin(credentials.origin)}.`);
}
