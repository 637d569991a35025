/** Escapes the parts of a URL like Go's net/url: the Atlas CLI prints URLs in its errors. */
import { UsageError } from '../base/errors.ts';
import { consistsOf } from '../base/words.ts';

/** The characters of most IDs, none of which is escaped. */
const ID_CHARACTERS = '0123456789abcdef';

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/**
 * Escapes user input as one segment of a path (url.PathEscape).
 * @throws {UsageError} for '', `.` and `..`, which would address another resource. URL parsers resolve `..` even if it is
 * escaped, so `DELETE …/apiKeys/..` would delete the organization.
 */
export function escapeSegment(value: string): string {
  if (value !== '' && consistsOf(value, ID_CHARACTERS)) return value;
  if (/^(\.{0,2})$/.test(value)) throw new UsageError(`the provided value '${value}' is not a valid ID`);
  return encodeURIComponent(value)
    .replace(/%(24|26|2B|3A|3D|40)/g, decodeURIComponent)
    .replace(/[!'()*]/g, percent);
}

/** Encodes a query string, sorted by name (url.Values.Encode). */
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
