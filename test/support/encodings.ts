/** A text in encodings other than UTF-8, with the expected messages. */

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

const utf32 = (text: string): Buffer =>
  Buffer.concat(
    [...text].map((character) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(character.codePointAt(0) ?? 0);
      return bytes;
    }),
  );

/** Encodes a text as Latin-1. */
export const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** UTF-16 with a byte order mark, as PowerShell's `>` writes it. */
export const powerShell = (text: string): Buffer => utf16(`\uFEFF${text}`);

/** A name, a function that encodes an ASCII text, the line of the first error, and the error. */
export type Encoded = readonly [
  name: string,
  bytes: (lines: string) => Buffer,
  line: number,
  problem: string,
];

const UTF_16 = 'the text is UTF-16, not UTF-8';
const UTF_32 = 'the text is UTF-32, not UTF-8';
const OTHER = 'the text is not UTF-8';

/** Inserts something before the last line, which the message must name. */
const inLine2 =
  (bytes: readonly number[]) =>
  (lines: string): Buffer => {
    const at = lines.indexOf('\n') + 1;
    return Buffer.concat([Buffer.from(lines.slice(0, at)), Buffer.from(bytes), Buffer.from(lines.slice(at))]);
  };

export const ENCODINGS: readonly Encoded[] = [
  ['UTF-16LE with a mark', powerShell, 1, UTF_16],
  ['UTF-16BE with a mark', (lines) => powerShell(lines).swap16(), 1, UTF_16],
  ['UTF-16LE', utf16, 1, UTF_16],
  ['UTF-16BE', (lines) => utf16(lines).swap16(), 1, UTF_16],
  ['UTF-32LE with a mark', (lines) => utf32(`\uFEFF${lines}`), 1, UTF_32],
  ['UTF-32LE', utf32, 1, UTF_32],
  ['UTF-32BE', (lines) => utf32(lines).swap32(), 1, UTF_32],
  ['Latin-1', inLine2([0x23, 0x20, 0xe9, 0x0a]), 2, OTHER],
  ['Latin-1, which looks like the begin of UTF-8', inLine2([0x23, 0xc3, 0x0a]), 2, OTHER],
  ['UTF-8 with a surrogate (CESU-8)', inLine2([0x23, 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80, 0x0a]), 2, OTHER],
  ['UTF-8 in a longer form than needed', inLine2([0x23, 0xc0, 0xaf, 0x0a]), 2, OTHER],
  ['UTF-8 with a NUL', inLine2([0x23, 0, 0x0a]), 2, 'the text contains a NUL character'],
  [
    'UTF-8 that is cut off',
    (lines) => Buffer.concat([Buffer.from(lines), Buffer.from([0x23, 0xf0, 0x9f])]),
    3,
    OTHER,
  ],
];
