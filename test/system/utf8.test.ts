import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversionHint } from '../../src/system/reasons.ts';
import { decodeText, EncodingError, withoutByteOrderMark } from '../../src/system/utf8.ts';
import { ENCODINGS } from '../support/encodings.ts';

const errorOf = (bytes: Uint8Array): EncodingError => {
  try {
    decodeText(bytes);
  } catch (error) {
    if (error instanceof EncodingError) return error;
    throw error;
  }
  throw new Error('it was decoded');
};

describe('decodeText', () => {
  test.each(ENCODINGS)(
    'when a text is %s, then it is refused with line and reason',
    (_, encode, line, problem) => {
      expect(errorOf(encode('[default]\norg_id = "x"\n'))).toMatchObject({ line, message: problem });
    },
  );

  test.each(['', 'a', 'é😀', '\uFFFD', '\uFEFFa', 'a\r\nb', '\u0001'])(
    'when a text is %j, then it is as it was',
    (text) => {
      expect(decodeText(Buffer.from(text))).toBe(text);
    },
  );

  test('when bytes are decoded, then encoding restores them, or they are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        let text: string;
        try {
          text = decodeText(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(EncodingError);
          return;
        }
        expect(new Uint8Array(Buffer.from(text))).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });
});

test('when a text begins with a byte order mark, then only the mark can be removed', () => {
  expect([
    withoutByteOrderMark('\uFEFFa'),
    withoutByteOrderMark('a\uFEFF'),
    withoutByteOrderMark(''),
  ]).toEqual(['a', 'a\uFEFF', '']);
});

describe('the hint to convert a file', () => {
  const utf16 = new EncodingError(1, 'UTF-16LE');
  const other = new EncodingError(1);

  test.each([
    ['linux', utf16, "Convert it: cp -p '/a b' '/a b.old' && iconv -f UTF-16LE -t UTF-8 '/a b.old' >'/a b'"],
    [
      'darwin',
      other,
      "Save it as UTF-8 with an editor; if it is Latin-1: cp -p '/a b' '/a b.old' && iconv -f ISO-8859-1 -t UTF-8 '/a b.old' >'/a b'",
    ],
    [
      'win32',
      utf16,
      "Convert it in PowerShell: (Get-Content -Raw -Encoding Unicode '/a b') | Set-Content -NoNewline -Encoding utf8 '/a b'",
    ],
    ['win32', other, 'Save it as UTF-8 with an editor.'],
    ['linux', new EncodingError(1, 'NUL'), 'Remove it with an editor.'],
  ])('when the system is %s, then it can be pasted there', (platform, error, hint) => {
    expect(conversionHint('/a b', error, platform)).toBe(hint);
  });
});
