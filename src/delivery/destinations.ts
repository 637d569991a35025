/** Opens the destinations of a new key that the flags name: an environment file, a profile, a command. */
import { cleanUp } from '../base/cleanUp.ts';
import { CliError, InterruptedError } from '../base/errors.ts';
import { retryWhileInUse } from '../system/filesInUse.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import type { Interruption } from '../terminal/interruption.ts';
import { warn } from '../terminal/warnings.ts';
import type { KeyDestination, ProfileContent } from './keyDestination.ts';
import { keyPairOf, withoutPrivateKey } from './keyPair.ts';

/** The values of the flags that name destinations. */
interface DestinationFlags {
  readonly envFile?: string | undefined;
  readonly saveProfile?: string | undefined;
  readonly storeWith?: string | undefined;
  /** Opened by the rotation itself: it needs to know the old key. */
  readonly updateProfile?: boolean | undefined;
}

/**
 * Opens the destinations that the flags name, and checks them.
 * @param content see openProfileDestination
 * @throws {CliError} if one of them cannot be used; then none is left open
 */
export async function openDestinations(
  { saveProfile: profile, envFile: path, storeWith: command }: DestinationFlags,
  content: ProfileContent,
  system: System,
): Promise<KeyDestination[]> {
  const destinations: KeyDestination[] = [];
  if (profile !== undefined)
    destinations.push(
      await (await import('./savedProfile.ts')).openProfileDestination(profile, content, system),
    );
  const keyCommand =
    command === undefined
      ? undefined
      : await (await import('./keyCommand.ts')).openCommandDestination(command, system);
  // The file is opened last, because it would have to be removed if another destination could not be opened.
  if (path !== undefined)
    destinations.push((await import('./envFile.ts')).openEnvFileDestination(path, system));
  // The command runs last, because its effects cannot be undone.
  return keyCommand ? [...destinations, keyCommand] : destinations;
}

/** Whether the private key goes to a destination instead of standard output. */
export const hasDestination = ({
  envFile,
  saveProfile,
  storeWith,
  updateProfile = false,
}: DestinationFlags): boolean =>
  updateProfile || [envFile, saveProfile, storeWith].some((value) => value !== undefined);

/**
 * Stores the new key in all destinations, also if one of them fails.
 * @param response the response to the create
 * @param stored called for each destination that has stored the key
 * @returns the response, without the private key if there are destinations
 * @throws {CliError} with the messages of all destinations that failed
 * @throws {InterruptedError} at once if the run is interrupted; the remaining destinations are not tried
 */
export async function storeInAll<Response>(
  response: Response,
  destinations: readonly KeyDestination[],
  { race, signal }: Pick<Interruption, 'race' | 'signal'>,
  stored: (destination: KeyDestination) => void,
): Promise<Response> {
  if (destinations.length === 0) return response;
  const pair = keyPairOf(response);
  const failures: CliError[] = [];
  for (const destination of destinations)
    try {
      await race(destination.store(pair, response, signal));
      stored(destination);
    } catch (error) {
      if (!(error instanceof CliError) || error instanceof InterruptedError) throw error;
      failures.push(error);
    }
  const [first, ...others] = failures;
  if (!first) return withoutPrivateKey(response, pair);
  throw others.length === 0 ? first : new CliError(failures.map(({ message }) => message).join('; '));
}

/**
 * The destinations that have the key, in sentences.
 * @param what the subject of the sentence: `The private key`
 */
export function describeDestinations(
  what: string,
  destinations: readonly Pick<KeyDestination, 'kind' | 'name'>[],
): string {
  const named = (kind: KeyDestination['kind']) =>
    destinations.filter((destination) => destination.kind === kind).map(({ name }) => name);
  const [files, commands] = [named('file').join(' and '), named('command').join(' and ')];
  if (files === '') return `${what} was passed to the ${commands}.`;
  return `${what} is in ${files}.${commands && ` It was also passed to the ${commands}.`}`;
}

/** A sentence that says that the destination does not have the key. */
export const describeUnused = ({ kind, name }: Pick<KeyDestination, 'kind' | 'name'>): string =>
  kind === 'file' ? `Nothing was written to ${name}.` : `The ${name} was not run.`;

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
