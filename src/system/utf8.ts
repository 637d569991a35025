/** Text from outside the program: it is UTF-8, or it is refused. Nothing is replaced. */

const BYTE_ORDER_MARK = '\uFEFF';

/** The encodings that a text can be recognized as when it is not UTF-8, with their names for iconv. */
export type OtherEncoding = 'UTF-16LE' | 'UTF-16BE' | 'UTF-32LE' | 'UTF-32BE';

/** A text that is not UTF-8, or holds a NUL. The message quotes nothing of the text, which may be a secret. */
export class EncodingError extends Error {
  constructor(
    /** The first line that is wrong, from 1. */
    readonly line: number,
    /** What the text is instead, where that can be told, or a NUL in it. */
    readonly found?: OtherEncoding | 'NUL',
  ) {
    super(
      found === 'NUL'
        ? 'the text holds a NUL'
        : found
          ? `the text is ${found.slice(0, 'UTF-16'.length)}, not UTF-8`
          : 'the text is not UTF-8',
    );
  }
}

/** The longer marks come first: that of UTF-32LE begins like that of UTF-16LE. */
const BYTE_ORDER_MARKS: readonly (readonly [OtherEncoding, readonly number[]])[] = [
  ['UTF-32LE', [0xff, 0xfe, 0, 0]],
  ['UTF-32BE', [0, 0, 0xfe, 0xff]],
  ['UTF-16LE', [0xff, 0xfe]],
  ['UTF-16BE', [0xfe, 0xff]],
];

/** How many of the bytes are NUL; and how many of those at an even index. */
function countNuls(bytes: Uint8Array): { all: number; even: number } {
  const nuls = { all: 0, even: 0 };
  bytes.forEach((byte, at) => {
    if (byte !== 0) return;
    nuls.all++;
    if (at % 2 === 0) nuls.even++;
  });
  return nuls;
}

/** By its mark, or by the NULs that stand between ASCII characters in these encodings. */
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

/** `ignoreBOM` keeps the mark, so that a file which is changed keeps it. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export const isUtf8 = (bytes: Uint8Array): boolean => decode(bytes) !== undefined;

/** The number of the first line that passes the test, from 1. No character but a line feed contains its byte in UTF-8. */
function firstLineWhere(bytes: Uint8Array, isMeant: (line: Uint8Array) => boolean): number {
  for (let start = 0, line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0 || isMeant(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
}

/**
 * The text of the bytes, with the byte order mark if there is one.
 * @throws {EncodingError} when they are not UTF-8 (RFC 3629), or hold a NUL, which no text of ours needs
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

/** The text without the byte order mark that PowerShell and some editors begin a file with. */
export const withoutByteOrderMark = (text: string): string =>
  text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
