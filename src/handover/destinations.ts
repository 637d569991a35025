/** Opens the destinations of a new key that the flags name: an environment file, a profile. */
import { cleanUp } from '../base/cleanUp.ts';
import { retryWhileInUse } from '../system/filesInUse.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import { warn } from '../terminal/warnings.ts';
import type { KeyDestination, ProfileContent } from './keyDestination.ts';

/** The values of the flags that name destinations. */
interface DestinationFlags {
  readonly envFile?: string | undefined;
  readonly saveProfile?: string | undefined;
}

/**
 * Opens the destinations that the flags name, and checks them.
 * @param content see openProfileDestination
 * @throws {CliError} if one of them cannot be used; then none is left open
 */
export async function openDestinations(
  { saveProfile: profile, envFile: path }: DestinationFlags,
  content: ProfileContent,
  system: System,
): Promise<KeyDestination[]> {
  const destinations: KeyDestination[] = [];
  if (profile !== undefined)
    destinations.push(
      await (await import('./savedProfile.ts')).openProfileDestination(profile, content, system),
    );
  // Last, because only the file would have to be removed if another destination failed.
  if (path !== undefined)
    destinations.push((await import('./envFile.ts')).openEnvFileDestination(path, system));
  return destinations;
}

/** Discards a destination. Warns if that fails. */
async function discardDestination(destination: KeyDestination, system: System): Promise<void> {
  const problem = await cleanUp(() => retryWhileInUse(system, () => destination.discard()));
  if (problem !== undefined)
    await warn(system, `cannot remove the unused ${destination.name}: ${reasonOf(problem)}`);
}

/** Discards all destinations. Tries each before it returns, because the process may end immediately afterwards. */
export const discardDestinations = async (
  destinations: readonly KeyDestination[],
  system: System,
): Promise<void> => {
  await Promise.all(destinations.map((destination) => discardDestination(destination, system)));
};
