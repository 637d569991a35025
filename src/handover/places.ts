/** Where a new key goes instead of standard output, when its owner says so. */
import type { Invocation } from '../cli/define.ts';
import type { System } from '../system/system.ts';
import type { KeyPair } from './keyPair.ts';

/** A place for one new key, found good before the key is created. */
export interface KeyPlace {
  /** For messages: `file ci.env`, `profile "ci" of /home/ada/.config/atlascli/config.toml`. */
  readonly name: string;
  /** Puts the pair there for good, before it resolves. @throws {CliError} when that does not work */
  store(pair: KeyPair): Promise<void>;
  /** Leaves no trace of a place where nothing was stored; what was stored stays. */
  discard(): void;
}

/** What goes into a profile beside the pair, so that it can be used as it is. */
export type ProfileContent = Readonly<Record<string, string>>;

/** The value of a flag; undefined when it was not given, or the command has no such flag. */
const given = ({ values }: Invocation, flag: string): string | undefined => {
  const value = values[flag];
  return typeof value === 'string' ? value : undefined;
};

/**
 * Opens the places that the flags name; whatever can be wrong with one is found here.
 * @throws {CliError} then no place is left open
 */
export async function openPlaces(
  invocation: Invocation,
  content: ProfileContent,
  system: System,
): Promise<KeyPlace[]> {
  const profile = given(invocation, 'saveProfile');
  const path = given(invocation, 'envFile');
  const places: KeyPlace[] = [];
  if (profile !== undefined)
    places.push(await (await import('./savedProfile.ts')).openProfile(profile, content, system));
  // Last, because it alone leaves something that must be taken away when another place is refused.
  if (path !== undefined) places.push((await import('./envFile.ts')).openEnvFile(path, system));
  return places;
}
