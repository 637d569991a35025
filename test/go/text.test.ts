import { expect, test } from 'vitest';
import { GoError } from '../../src/go/errors.ts';
import { parseBool, parseInt64 } from '../../src/go/parseNumber.ts';
import { quote } from '../../src/go/quote.ts';
import table from './oracle/text.json' with { type: 'json' };

interface Row {
  text: string;
  value?: string | boolean;
  error?: string;
}

/** What strconv itself makes of these texts; oracle/main.go wrote the table. */
const rowsOf = (name: keyof typeof table) =>
  (table[name] as Row[]).map((row) => ({ ...row, shown: JSON.stringify(row.text) }));
const values = (name: keyof typeof table) => rowsOf(name).filter(({ error }) => error === undefined);
const failures = (name: keyof typeof table) => rowsOf(name).filter(({ error }) => error !== undefined);

test.each(rowsOf('quote'))(
  'when $shown is quoted, then it reads as strconv.Quote writes it',
  ({ text, value }) => {
    expect(quote(text)).toBe(value);
  },
);

test.each(values('bool'))('when the bool is $shown, then it is $value', ({ text, value }) => {
  expect(parseBool(text)).toBe(value);
});

test.each(failures('bool'))('when the bool is $shown, then the error is "$error"', ({ text, error }) => {
  expect(() => parseBool(text)).toThrow(new GoError(error));
});

test.each(values('int'))('when the integer is $shown, then it is $value', ({ text, value }) => {
  expect(parseInt64(text)).toBe(Number(value));
});

test.each(failures('int'))('when the integer is $shown, then the error is "$error"', ({ text, error }) => {
  expect(() => parseInt64(text)).toThrow(new GoError(error));
});
