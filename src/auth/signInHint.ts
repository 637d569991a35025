import { profileArgument } from '../config/profileName.ts';
import type { Credentials } from './kinds/kind.ts';

/** A hint to sign in again with the profile of these credentials. */
export function signInHint({ origin, isGov }: Pick<Credentials, 'origin' | 'isGov'>): string {
  const profile = origin.kind === 'profile' || origin.kind === 'keyring' ? profileArgument(origin.name) : '';
  return `Sign in again with "atlas auth login${isGov ? ' --gov' : ''}${profile}".`;
}
