/** Where a new key goes instead of standard output, when its owner says so. */
import { cleanUp } from '../base/cleanUp.ts';
import { type Invocation, textOf } from '../cli/define.ts';
import { whenNotInUse } from '../system/filesInUse.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import { warn } from '../terminal/warnings.ts';
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

/** Leaves no trace of a place where nothing was stored; warns of a trace that cannot be removed. */
async function discardPlace(place: KeyPlace, system: System): Promise<void> {
  const problem = await cleanUp(() => whenNotInUse(system, () => place.discard()));
  if (problem !== undefined)
    await warn(system, `cannot remove the unused ${place.name}: ${reasonOf(problem)}`);
}

/** Discards all places. Each is tried before this function returns: the process may end right after. */
export const discardPlaces = async (places: readonly KeyPlace[], system: System): Promise<void> => {
  await Promise.all(places.map((place) => discardPlace(place, system)));
};
