import { describe, expect, test } from 'vitest';
import { GoError } from '../../src/go/errors.ts';
import { formatFloat } from '../../src/go/formatFloat.ts';
import { parseFloat64 } from '../../src/go/parseFloat.ts';
import { parseBool, parseInt64 } from '../../src/go/parseNumber.ts';
import { canBackquote, quote, quoteRune } from '../../src/go/quote.ts';
import { unquoteRune, unquoteString } from '../../src/go/unquote.ts';
import { readTable } from './tables.ts';

/** A text, and the value or the error of Go's strconv. */
interface Parsed {
  readonly text: string;
  readonly value?: unknown;
  readonly error?: string;
}

const table = readTable('strconv') as {
  readonly quote: [text: string, quoted: string, ascii: string, canBackquote: boolean][];
  readonly quoteRune: [rune: number, quoted: string, ascii: string][];
  readonly unquote: Parsed[];
  readonly unquoteRune: Parsed[];
  readonly bool: Parsed[];
  readonly int: Parsed[];
  readonly parseFloat: Parsed[];
  readonly formatFloat: [value: number, format: string, precision: number, text: string][];
};

const shown = (rows: readonly Parsed[]) => rows.map((row) => ({ ...row, shown: JSON.stringify(row.text) }));
const values = (rows: readonly Parsed[]) => shown(rows).filter(({ error }) => error === undefined);
const failures = (rows: readonly Parsed[]) => shown(rows).filter(({ error }) => error !== undefined);

describe('quoting', () => {
  test.each(table.quote)(
    'when %j is quoted, then the result is %s, in ASCII %s, and a raw literal can contain it: %s',
    (text, quoted, ascii, isRaw) => {
      expect([quote(text), quote(text, true), canBackquote(text)]).toEqual([quoted, ascii, isRaw]);
    },
  );

  test.each(table.quoteRune)(
    'when the rune %i is quoted, then the result is %s, in ASCII %s',
    (rune, quoted, ascii) => {
      expect([quoteRune(rune), quoteRune(rune, true)]).toEqual([quoted, ascii]);
    },
  );

  test('when a long text is quoted, then no character of it is split', () => {
    const text = `x${'😀é\udcc3'.repeat(5_000)}`;
    expect(quote(text)).toBe(`"x${'😀é\\xc3'.repeat(5_000)}"`);
  });
});

describe('unquoting', () => {
  test.each(values(table.unquote))(
    'when the literal is $shown, then its text is right',
    ({ text, value }) => {
      expect(unquoteString(text)).toBe(value);
    },
  );

  test.each(failures(table.unquote))('when the literal is $shown, then it is invalid', ({ text }) => {
    expect(unquoteString(text)).toBeUndefined();
  });

  test.each(values(table.unquoteRune))(
    'when the literal is $shown, then its rune is $value',
    ({ text, value }) => {
      expect(unquoteRune(text)).toBe(value);
    },
  );

  test.each(failures(table.unquoteRune))('when the literal is $shown, then it has no rune', ({ text }) => {
    expect(unquoteRune(text)).toBeUndefined();
  });
});

describe('parsing', () => {
  test.each(values(table.bool))('when the bool is $shown, then it is $value', ({ text, value }) => {
    expect(parseBool(text)).toBe(value);
  });

  test.each(failures(table.bool))(
    'when the bool is $shown, then the error is "$error"',
    ({ text, error }) => {
      expect(() => parseBool(text)).toThrow(new GoError(error));
    },
  );

  test.each(values(table.int))('when the integer is $shown, then it is $value', ({ text, value }) => {
    expect(parseInt64(text)).toBe(Number(value));
  });

  test.each(failures(table.int))(
    'when the integer is $shown, then the error is "$error"',
    ({ text, error }) => {
      expect(() => parseInt64(text)).toThrow(new GoError(error));
    },
  );

  test.each(values(table.parseFloat))('when the number is $shown, then it is $value', ({ text, value }) => {
    expect(parseFloat64(text)).toBe(value);
  });

  test.each(failures(table.parseFloat))('when the number is $shown, then it has no value', ({ text }) => {
    expect(parseFloat64(text)).toBeUndefined();
  });
});

describe('formatting', () => {
  test.each(table.formatFloat)(
    'when %d is formatted as %s with precision %i, then it is %s',
    (value, format, precision, expected) => {
      expect(formatFloat(value, format, precision)).toBe(expected);
    },
  );

  test.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ])('when the number is %d, then it is %s', (value, expected) => {
    expect(formatFloat(value, 'g', -1)).toBe(expected);
  });
});
