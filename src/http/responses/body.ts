/** Bodies of responses. Bytes are kept before they are decoded. */

import type { HttpResponse } from '../types.ts';
import { ResponseError } from './responseError.ts';

const formatBytes = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MiB` : `${bytes / 1024} KiB`;

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/**
 * Reads a body to its end.
 * @param onProgress called after each chunk and at the end, with a function that returns all bytes so far, even those that
 * arrived after the end of the body: they must survive when the rest never arrives
 * @returns the bytes as they arrived, not decoded
 * @throws {ResponseError} when the body is longer than limitBytes; also what reading the stream throws
 */
export async function readBody(
  { body, surplus }: Pick<HttpResponse, 'body' | 'surplus'>,
  limitBytes: number,
  onProgress: (receivedBytes: () => Uint8Array) => void = () => {},
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const allBytes = () => concat(chunks, length);
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.byteLength;
    onProgress(allBytes);
    if (length > limitBytes)
      throw new ResponseError(`the response is larger than ${formatBytes(limitBytes)}`);
  }
  const complete = allBytes();
  const rest = surplus?.() ?? new Uint8Array();
  onProgress(() => (rest.length > 0 ? concat([complete, rest], length + rest.length) : complete));
  return complete;
}

/** Decodes UTF-8 and drops a byte order mark. Returns undefined for bytes that are not UTF-8. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Undoes the codings of a Content-Encoding header (RFC 9110, section 8.4).
 * @throws {ResponseError} when a coding is unknown, or the bytes are not in it
 */
export async function decodedBody(bytes: Uint8Array, contentEncoding: string | null): Promise<Uint8Array> {
  const codings = (contentEncoding ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0) return bytes;
  return (await import('./contentCoding.ts')).withoutCodings(bytes, codings);
}
