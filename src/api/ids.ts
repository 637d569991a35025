/** IDs of organizations, projects and API keys. */
import { UsageError } from '../base/errors.ts';

const ID = /^[0-9a-f]{24}$/i;

/** Returns the ID. @throws {UsageError} with the Atlas CLI's message if it is not 24 hexadecimal digits */
export function checkId(id: string): string {
  if (!ID.test(id)) throw new UsageError(`the provided value '${id}' is not a valid ID`);
  return id;
}
