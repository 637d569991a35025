/** Signs out: revokes the session of a user account (RFC 7009) and removes it from the profile. */

import { findField, withSecrets } from '../auth/credentials.ts';
import { KINDS } from '../auth/kinds/index.ts';
import type { CredentialsKind } from '../auth/kinds/kind.ts';
import { userAccount, userNameIn } from '../auth/kinds/userAccount.ts';
import { describeKeyringProblem } from '../auth/noCredentials.ts';
import { accountRequest } from '../auth/tokens/accountEndpoint.ts';
import { postForm, tokenRefusal } from '../auth/tokens/tokenEndpoint.ts';
import { TokenError } from '../auth/tokens/tokenError.ts';
import { addHint, CliError } from '../base/errors.ts';
import { trimInvisible } from '../base/words.ts';
import type { ConfigEditor } from '../config/file/configEditor.ts';
import { editConfigFile } from '../config/file/edit.ts';
import { baseUrlOf, isGovernment } from '../config/host.ts';
import { loadSettings, type Setting, type Settings, warnOfIgnoredFile } from '../config/settings.ts';
import { isSuccess } from '../http/limits.ts';
import type { System } from '../system/system.ts';
import { checkCanPrompt, isConfirmed } from '../terminal/confirm.ts';
import { withInterruption } from '../terminal/interruption.ts';
import { print } from '../terminal/print.ts';
import { warn } from '../terminal/warnings.ts';
import { notLoggedInError } from './whoami.ts';

export interface LogoutOptions {
  /** The value of `--profile`. */
  readonly profile: string | undefined;
  readonly isForced: boolean;
}

const WORDING = { ifNotConfirmed: 'you are still signed in', action: 'sign out' };

/** Revokes the session. @throws {TokenError} if that fails; a session that Atlas does not know counts as revoked */
async function revoke(system: System, settings: Settings, refreshToken: string): Promise<void> {
  const service = { baseUrl: baseUrlOf(settings), isGov: isGovernment(settings) };
  const form = { token: refreshToken, token_type_hint: 'refresh_token' };
  const request = accountRequest(service, 'revoke', form, 'cannot end the session');
  try {
    const response = await postForm(system, request);
    const { status } = response;
    if (!isSuccess(status) && status !== 400 && status !== 401)
      throw tokenRefusal(request, response, [refreshToken], {});
  } catch (error) {
    throw error instanceof TokenError ? addHint(error, 'The profile still has the session.') : error;
  }
}

const hasCredentialsOf = (config: ConfigEditor, profile: string, { fields }: CredentialsKind): boolean =>
  fields.some(({ property }) => config.get(profile, property));

/** Deletes the profile, like the Atlas CLI, unless it has other credentials: then only the session is removed. */
function removeSession(config: ConfigEditor, profile: string): void {
  const hasOtherCredentials = KINDS.some(
    (kind) => kind !== userAccount && hasCredentialsOf(config, profile, kind),
  );
  if (!hasOtherCredentials) config.deleteProfile(profile);
  for (const { property } of userAccount.fields) config.remove(profile, property);
  if (config.get(profile, 'auth_type') === userAccount.authType) config.remove(profile, 'auth_type');
}

/**
 * Revokes the session of a profile and removes it from the configuration file. It holds the lock of the file, so that it
 * revokes the current refresh token even if another run has just replaced it.
 * @throws {CliError} if the file cannot be changed; most causes are found before the session is revoked
 */
async function endSessionInProfile(
  system: System,
  settings: Settings,
  { value, origin }: Setting,
): Promise<void> {
  const profile = settings.profileName;
  let hasEnded = false;
  try {
    const edit = async (config: ConfigEditor) => {
      const saved = config.get(profile, 'refresh_token');
      await revoke(system, settings, (typeof saved === 'string' && trimInvisible(saved)) || value);
      hasEnded = true;
      removeSession(config, profile);
    };
    // Secrets that came from the keyring must be removed from it.
    const failsIf = origin.kind === 'keyring' ? 'missing' : 'locked';
    await editConfigFile(system, edit, { secretsOf: () => [profile], failsIf });
  } catch (error) {
    throw hasEnded && error instanceof CliError ? addHint(error, 'Atlas has ended the session.') : error;
  }
}

/**
 * Signs out.
 * @throws {AuthenticationError} with the Atlas CLI's message if the profile has no user account
 * @throws {ConfigError} if the value of a token is invalid
 * @throws {TokenError} if the session could not be revoked; then nothing was removed
 */
export async function logout(system: System, { profile, isForced }: LogoutOptions): Promise<void> {
  const settings = await withSecrets(system, await loadSettings(system, profile));
  const [accessToken, refreshToken] = userAccount.fields.map((field) => findField(settings, field));
  if (!accessToken || !refreshToken)
    throw settings.problem ?? notLoggedInError(describeKeyringProblem(settings));
  await warnOfIgnoredFile(system, settings);
  const user = userNameIn(accessToken.value);
  if (!isForced) checkCanPrompt(system, WORDING);
  const mayProceed =
    isForced ||
    (await withInterruption(system, ({ signal }) =>
      isConfirmed(system, `Sign out of ${user}?`, signal, WORDING),
    ));
  if (!mayProceed) return print(system, 'Not signed out\n');
  if (refreshToken.origin.kind === 'variable') {
    await withInterruption(system, ({ race }) => race(revoke(system, settings, refreshToken.value)));
    await warn(system, `the session in ${refreshToken.origin.name} has ended: unset the variable`);
  } else await endSessionInProfile(system, settings, refreshToken);
  await print(system, `Successfully logged out of account ${user}\n`);
}
