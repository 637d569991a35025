/** Parts of an address, escaped as Go's net/url does: the Atlas CLI prints them in its errors. */
import { UsageError } from '../base/errors.ts';

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * One segment of a path that comes from a user (url.PathEscape).
 * @throws {UsageError} for what would address something else: nothing at all, or a step up the path. URL parsers take
 * `..` for that even when it is escaped, and `DELETE …/apiKeys/..` would be about the organization.
 */
export function escapeSegment(value: string): string {
  if (/^(\.{0,2})$/.test(value)) throw new UsageError(`the provided value '${value}' is not a valid ID`);
  return encodeURIComponent(value)
    .replace(/%(24|26|2B|3A|3D|40)/g, decodeURIComponent)
    .replace(/[!'()*]/g, percent);
}

/** A query in the order of its names, as url.Values.Encode gives it. */
export function encodeQuery(parameters: Readonly<Record<string, string | number | boolean>>): string {
  const escaped = (text: string) =>
    encodeURIComponent(text)
      .replace(/[!'()*]/g, percent)
      .replaceAll('%20', '+');
  return Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${escaped(name)}=${escaped(String(value))}`)
    .join('&');
}
