/** Whose things a command is about: the ID of an organisation or project. */
import type { Setting } from '../config/settings.ts';
import { UsageError } from '../errors.ts';

const ID = /^[0-9a-f]{24}$/i;

/**
 * The ID of the flag or else of the settings.
 * @throws {UsageError} in the reference's words when there is none, or it is not 24 hexadecimal digits
 */
export function resolveId(flag: string, given: string | undefined, setting: Setting | undefined): string {
  const id = given || setting?.value;
  if (!id) throw new UsageError(`required flag(s) "${flag}" not set`);
  if (!ID.test(id)) throw new UsageError(`the provided value '${id}' is not a valid ID`);
  return id;
}
