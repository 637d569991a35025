/** Decodes text from outside the program. Refuses text that is not UTF-8, instead of replacing characters. */

const BYTE_ORDER_MARK = '\uFEFF';

/** The other encodings that are recognized, by their names in iconv. */
export type OtherEncoding = 'UTF-16LE' | 'UTF-16BE' | 'UTF-32LE' | 'UTF-32BE';

/** A text is not UTF-8, or contains a NUL. The message contains no part of the text, which can be a secret. */
export class EncodingError extends Error {
  constructor(
    /** The first invalid line, from 1. */
    readonly line: number,
    /** The encoding of the text if it is recognized, or `NUL` if the text contains one. */
    readonly found?: OtherEncoding | 'NUL',
  ) {
    super(
      found === 'NUL'
        ? 'the text contains a NUL character'
        : found
          ? `the text is ${found.slice(0, 'UTF-16'.length)}, not UTF-8`
          : 'the text is not UTF-8',
    );
  }
}

/** The longer marks come first, because the one of UTF-32LE begins like the one of UTF-16LE. */
const BYTE_ORDER_MARKS: readonly (readonly [OtherEncoding, readonly number[]])[] = [
  ['UTF-32LE', [0xff, 0xfe, 0, 0]],
  ['UTF-32BE', [0, 0, 0xfe, 0xff]],
  ['UTF-16LE', [0xff, 0xfe]],
  ['UTF-16BE', [0xfe, 0xff]],
];

/** The number of NUL bytes, in total and at even indexes. */
function countNuls(bytes: Uint8Array): { all: number; even: number } {
  const nuls = { all: 0, even: 0 };
  bytes.forEach((byte, at) => {
    if (byte !== 0) return;
    nuls.all++;
    if (at % 2 === 0) nuls.even++;
  });
  return nuls;
}

/** Recognizes an encoding by its byte order mark, or by its NULs between ASCII characters. */
function recognize(bytes: Uint8Array): OtherEncoding | undefined {
  for (const [encoding, mark] of BYTE_ORDER_MARKS)
    if (mark.every((byte, at) => bytes[at] === byte)) return encoding;
  const { all, even } = countNuls(bytes);
  if (bytes.length % 4 === 0 && all > bytes.length / 2) return bytes[0] === 0 ? 'UTF-32BE' : 'UTF-32LE';
  if (bytes.length % 2 === 0 && all > bytes.length / 4) {
    if (even === 0) return 'UTF-16LE';
    if (even === all) return 'UTF-16BE';
  }
  return undefined;
}

/** `ignoreBOM` keeps the byte order mark, so that a changed file still has it. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export const isUtf8 = (bytes: Uint8Array): boolean => decode(bytes) !== undefined;

/** The first line that passes the test, from 1. In UTF-8, only a line feed contains the byte of a line feed. */
function firstLineWhere(bytes: Uint8Array, matches: (line: Uint8Array) => boolean): number {
  for (let start = 0, line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0 || matches(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

/**
 * Decodes UTF-8 (RFC 3629). Keeps a byte order mark.
 * @throws {EncodingError} if the bytes are not UTF-8, or contain a NUL, which no text here needs
 */
export function decodeText(bytes: Uint8Array): string {
  const text = decode(bytes);
  if (text !== undefined && !text.includes('\0')) return text;
  const encoding = recognize(bytes);
  if (encoding) throw new EncodingError(1, encoding);
  if (text === undefined) throw new EncodingError(firstLineWhere(bytes, (line) => !isUtf8(line)));
  throw new EncodingError(
    firstLineWhere(bytes, (line) => line.includes(0)),
    'NUL',
  );
}

/** Removes the byte order mark, which PowerShell and some editors write. */
export const withoutByteOrderMark = (text: string): string =>
  text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
