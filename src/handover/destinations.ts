/** Where a new key goes instead of standard output, when its owner says so. */
import { cleanUp } from '../base/cleanUp.ts';
import { type Invocation, textOf } from '../cli/define.ts';
import { retryWhileInUse } from '../system/filesInUse.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import { warn } from '../terminal/warnings.ts';
import type { KeyDestination, ProfileContent } from './keyDestination.ts';

/**
 * Opens the places that the flags name; whatever can be wrong with one is found here.
 * @throws {CliError} then no place is left open
 */
export async function openDestinations(
  invocation: Invocation,
  content: ProfileContent,
  system: System,
): Promise<KeyDestination[]> {
  const profile = textOf(invocation, 'saveProfile');
  const path = textOf(invocation, 'envFile');
  const destinations: KeyDestination[] = [];
  if (profile !== undefined)
    destinations.push(
      await (await import('./savedProfile.ts')).openProfileDestination(profile, content, system),
    );
  // Last, because it alone leaves something that must be taken away when another place is refused.
  if (path !== undefined)
    destinations.push((await import('./envFile.ts')).openEnvFileDestination(path, system));
  return destinations;
}

/** Leaves no trace of a place where nothing was stored; warns of a trace that cannot be removed. */
async function discardDestination(destination: KeyDestination, system: System): Promise<void> {
  const problem = await cleanUp(() => retryWhileInUse(system, () => destination.discard()));
  if (problem !== undefined)
    await warn(system, `cannot remove the unused ${destination.name}: ${reasonOf(problem)}`);
}

/** Discards all places. Each is tried before this function returns: the process may end right after. */
export const discardDestinations = async (
  destinations: readonly KeyDestination[],
  system: System,
): Promise<void> => {
  await Promise.all(destinations.map((destination) => discardDestination(destination, system)));
};
