/** Ends a user account's session: at the service (RFC 7009), and on this machine. */

import { accountRequest } from '../auth/accountEndpoint.ts';
import { findField } from '../auth/credentials.ts';
import { KINDS } from '../auth/kinds/index.ts';
import type { CredentialsKind } from '../auth/kinds/kind.ts';
import { userAccount, userNameIn } from '../auth/kinds/userAccount.ts';
import { postForm, tokenRefusal } from '../auth/tokenEndpoint.ts';
import { TokenError } from '../auth/tokenError.ts';
import { addHint, CliError } from '../base/errors.ts';
import { trimInvisible } from '../base/words.ts';
import { type ConfigEditor, changeConfigFile } from '../config/change.ts';
import { baseUrl, isGovernment } from '../config/host.ts';
import { loadSettings, type Settings, warnOfIgnoredFile } from '../config/settings.ts';
import { isSuccess } from '../http/limits.ts';
import type { System } from '../system/system.ts';
import { checkCanPrompt, isConfirmed } from '../terminal/confirm.ts';
import { withInterruption } from '../terminal/interruption.ts';
import { print } from '../terminal/print.ts';
import { warn } from '../terminal/warnings.ts';
import { notLoggedInError } from './whoami.ts';

export interface LogoutOptions {
  /** What `--profile` was given. */
  readonly profile: string | undefined;
  readonly isForced: boolean;
}

/** How the questions of terminal/confirm.ts are worded here. */
const WORDING = { ifNotConfirmed: 'the session goes on', action: 'sign out' };

/** @throws {TokenError} when the service does not answer, or does not agree; a session that is unknown there has ended */
async function revoke(system: System, settings: Settings, refreshToken: string): Promise<void> {
  const service = { baseUrl: baseUrl(settings), isGov: isGovernment(settings) };
  const form = { token: refreshToken, token_type_hint: 'refresh_token' };
  const request = accountRequest(service, 'revoke', form, 'cannot end the session');
  try {
    const answer = await postForm(system, request);
    const { status } = answer;
    if (!isSuccess(status) && status !== 400 && status !== 401)
      throw tokenRefusal(request, answer, [refreshToken], {});
  } catch (error) {
    throw error instanceof TokenError
      ? addHint(error, 'Nothing was removed: the profile still holds the session.')
      : error;
  }
}

const hasCredentialsOf = (config: ConfigEditor, profile: string, { fields }: CredentialsKind): boolean =>
  fields.some(({ property }) => config.get(profile, property));

/** The Atlas CLI deletes the profile. One that holds other credentials is kept with those. */
function removeSession(config: ConfigEditor, profile: string): void {
  const hasOtherCredentials = KINDS.some(
    (kind) => kind !== userAccount && hasCredentialsOf(config, profile, kind),
  );
  if (!hasOtherCredentials) config.deleteProfile(profile);
  for (const { property } of userAccount.fields) config.remove(profile, property);
  if (config.get(profile, 'auth_type') === userAccount.authType) config.remove(profile, 'auth_type');
}

/**
 * Ends a profile's session there and here, under the lock of the file: what other runs have made of it meanwhile is what
 * has to end, and none renews it now.
 * @throws {CliError} when the file cannot be changed, which is found before anything has ended, if it can be
 */
async function endSessionInProfile(system: System, settings: Settings, refreshToken: string): Promise<void> {
  const profile = settings.profileName;
  let hasEnded = false;
  try {
    await changeConfigFile(system, async (config) => {
      const held = config.get(profile, 'refresh_token');
      await revoke(system, settings, (typeof held === 'string' && trimInvisible(held)) || refreshToken);
      hasEnded = true;
      removeSession(config, profile);
    });
  } catch (error) {
    throw hasEnded && error instanceof CliError
      ? addHint(error, 'The session has ended at Atlas all the same.')
      : error;
  }
}

/**
 * Signs out.
 * @throws {AuthenticationError} in the Atlas CLI's words when there is no user account
 * @throws {ConfigError} when the form of a token rules it out
 * @throws {TokenError} when the service could not be told; nothing has been removed then
 */
export async function logout(system: System, { profile, isForced }: LogoutOptions): Promise<void> {
  const settings = await loadSettings(system, profile);
  const [accessToken, refreshToken] = userAccount.fields.map((field) => findField(settings, field));
  if (!accessToken || !refreshToken) throw settings.problem ?? notLoggedInError();
  await warnOfIgnoredFile(system, settings);
  const owner = userNameIn(accessToken.value);
  if (!isForced) checkCanPrompt(system, WORDING);
  const mayProceed =
    isForced ||
    (await withInterruption(system, ({ signal }) =>
      isConfirmed(system, `Sign out of ${owner}?`, signal, WORDING),
    ));
  if (!mayProceed) return print(system, 'Not signed out\n');
  if (refreshToken.origin.kind === 'variable') {
    await withInterruption(system, ({ race }) => race(revoke(system, settings, refreshToken.value)));
    await warn(system, `${refreshToken.origin.name} is still set, to a session that has ended: unset it`);
  } else await endSessionInProfile(system, settings, refreshToken.value);
  await print(system, `Successfully logged out of account ${owner}\n`);
}
