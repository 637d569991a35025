/** Checks of the command line and the credentials, before the first request. */
import { kindOf } from '../auth/kinds/index.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import { UsageError } from '../base/errors.ts';
import { describeOrigin } from '../config/origin.ts';
import type { Settings } from '../config/settings.ts';
import type { KeyDestination } from '../delivery/keyDestination.ts';
import { openProfileUpdate } from '../delivery/updatedProfile.ts';
import type { System } from '../system/system.ts';
import { type ConfirmationWording, checkCanPrompt } from '../terminal/confirm.ts';
import type { RotationInput } from './rotation.ts';

export const CONFIRMATION: ConfirmationWording = {
  action: 'delete the old API key',
  ifNotConfirmed: 'nothing was changed',
};

/** @throws {UsageError} if the run is not possible with these credentials, or without a terminal */
export function checkRotation(input: RotationInput, credentials: Credentials, system: System): void {
  const { noun, authType } = kindOf(credentials);
  if (input.reference === undefined && authType !== 'api_keys')
    throw new UsageError(
      `without an argument, rotate replaces the API key that the run uses, but this run uses a ${authType === 'user_account' ? 'user account' : noun}`,
      { hint: 'Pass the ID or the public key of the API key to rotate.' },
    );
  if (input.deletesOld && !input.isForced) checkCanPrompt(system, CONFIRMATION);
}

/**
 * Opens the profile that the caller's key came from.
 * @throws {UsageError} if the key did not come from a profile
 * @throws {ConfigError} if the profile cannot be changed
 */
export async function openOwnProfile(
  { profileName }: Pick<Settings, 'profileName'>,
  { identifier, origin }: Credentials,
  system: System,
): Promise<KeyDestination> {
  if (origin.kind === 'variable' || origin.kind === 'input')
    throw new UsageError(
      `--updateProfile: the API key of this run came from ${describeOrigin(origin)}, not from a profile`,
      { hint: 'Name the profile with --profile, and unset the variables.' },
    );
  return openProfileUpdate({ profile: profileName, publicKey: identifier }, system);
}
