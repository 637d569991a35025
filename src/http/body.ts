/** Bodies of responses: the bytes first, their meaning after. */

import { ResponseError } from './responseError.ts';
import type { HttpResponse } from './types.ts';

const inUnits = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MiB` : `${bytes / 1024} KiB`;

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/**
 * Reads a body to its end.
 * @param limitBytes what is longer is given up
 * @param onProgress is told after each chunk, and at the end, how to get all bytes so far, so that they survive when the
 * rest never arrives; those that came after the end of the body are among them
 * @returns the bytes as they came
 * @throws {ResponseError} for a body beyond the limit, and whatever reading the stream throws
 */
export async function readBody(
  { body, surplus }: Pick<HttpResponse, 'body' | 'surplus'>,
  limitBytes: number,
  onProgress: (soFar: () => Uint8Array) => void = () => {},
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const all = () => joined(chunks, length);
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.byteLength;
    onProgress(all);
    if (length > limitBytes) throw new ResponseError(`the response is larger than ${inUnits(limitBytes)}`);
  }
  const whole = all();
  const rest = surplus?.() ?? new Uint8Array();
  onProgress(() => (rest.length > 0 ? joined([whole, rest], length + rest.length) : whole));
  return whole;
}

/** The text of UTF-8 bytes; undefined when they are not UTF-8. A byte order mark is dropped. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Undoes the codings of a Content-Encoding header (RFC 9110, section 8.4).
 * @throws {ResponseError} when the bytes are not what the header says, or the coding is unknown
 */
export async function decodedBody(bytes: Uint8Array, contentEncoding: string | null): Promise<Uint8Array> {
  const codings = (contentEncoding ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0) return bytes;
  return (await import('./contentCoding.ts')).withoutCodings(bytes, codings);
}
