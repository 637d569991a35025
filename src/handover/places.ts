/** Where a new key goes instead of standard output, when its owner says so. */
import { type Invocation, textOf } from '../cli/define.ts';
import type { System } from '../system/system.ts';
import type { KeyPlace, ProfileContent } from './keyPlace.ts';

/**
 * Opens the places that the flags name; whatever can be wrong with one is found here.
 * @throws {CliError} then no place is left open
 */
export async function openPlaces(
  invocation: Invocation,
  content: ProfileContent,
  system: System,
): Promise<KeyPlace[]> {
  const profile = textOf(invocation, 'saveProfile');
  const path = textOf(invocation, 'envFile');
  const places: KeyPlace[] = [];
  if (profile !== undefined)
    places.push(await (await import('./savedProfile.ts')).openProfile(profile, content, system));
  // Last, because it alone leaves something that must be taken away when another place is refused.
  if (path !== undefined) places.push((await import('./envFile.ts')).openEnvFile(path, system));
  return places;
}
