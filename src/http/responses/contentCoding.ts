/** Decompresses bodies. Loaded only when a response announces a coding, because all requests ask for `identity`. */
import * as zlib from 'node:zlib';
import { ResponseError } from './responseError.ts';

/** Keeps a small body from filling the memory. */
const MAX_DECODED_BYTES = 64 * 1024 * 1024;

const options = { maxOutputLength: MAX_DECODED_BYTES };

/** `deflate` means the zlib format (RFC 9110, section 8.4.1.2), but some servers send raw deflate. */
function inflate(bytes: Uint8Array): Uint8Array {
  try {
    return zlib.inflateSync(bytes, options);
  } catch {
    return zlib.inflateRawSync(bytes, options);
  }
}

type Decoder = (bytes: Uint8Array) => Uint8Array;

/** Node gained Zstandard in 22.15. */
const zstd = (zlib as { zstdDecompressSync?: (bytes: Uint8Array, given: typeof options) => Uint8Array })
  .zstdDecompressSync;

const gunzip: Decoder = (bytes) => zlib.gunzipSync(bytes, options);

const DECODERS: Readonly<Record<string, Decoder | undefined>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: inflate,
  br: (bytes) => zlib.brotliDecompressSync(bytes, options),
  zstd: zstd && ((bytes) => zstd(bytes, options)),
};

/**
 * @param codings in the order in which they were applied; the last one is undone first
 * @throws {ResponseError} when a coding is unknown, or the bytes are not in it
 */
export function withoutCodings(bytes: Uint8Array, codings: readonly string[]): Uint8Array {
  let decoded = bytes;
  for (const coding of codings.toReversed()) {
    const decode = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
    if (!decode) throw new ResponseError(`the response has an unknown Content-Encoding: ${coding}`);
    try {
      decoded = decode(decoded);
    } catch (cause) {
      throw new ResponseError(`the response cannot be decoded: it is not ${coding}`, { cause });
    }
  }
  return decoded;
}
