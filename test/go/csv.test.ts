import { describe, expect, test } from 'vitest';
import { csvFields, csvRecords } from '../../src/go/csv.ts';
import { GoError } from '../../src/go/errors.ts';
import { readTable } from './tables.ts';

interface Row {
  text: string;
  value?: string[];
  error?: string;
}

/** The result of the first Read of Go's csv.Reader, which is the only one that pflag uses. */
function firstRecord(text: string): string[] {
  const { value, done } = csvRecords(text).next();
  return done ? csvFields(text) : value;
}

// The results of encoding/csv, recorded by oracle/main.go.
const rows = (readTable('csv') as Row[]).map((row) => ({ ...row, shown: JSON.stringify(row.text) }));

describe('encoding/csv', () => {
  test.each(rows.filter(({ error }) => error === undefined))(
    'when the text is $shown, then its fields are those of Go',
    ({ text, value }) => {
      expect(firstRecord(text)).toEqual(value);
    },
  );

  test.each(rows.filter(({ error }) => error !== undefined))(
    'when the text is $shown, then the error is "$error"',
    ({ text, error }) => {
      expect(() => firstRecord(text)).toThrow(new GoError(error));
    },
  );

  test('when the table is read, then it contains fields and errors', () => {
    const failures = rows.filter(({ error }) => error !== undefined).length;
    expect(rows.length).toBeGreaterThanOrEqual(150);
    expect(failures).toBeGreaterThan(30);
    expect(rows.length - failures).toBeGreaterThan(30);
  });
});

describe('all records', () => {
  test.each<[string, string[]]>([
    ['', []],
    ['a', ['a']],
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['\n\na\n\n\r\nb,c\n\n', ['a', 'b', 'c']],
    ['"a\nb"\nc', ['a\nb', 'c']],
    ['"a\r\nb",c\n"d\n\ne"', ['a\nb', 'c', 'd\n\ne']],
    ['a,\nb', ['a', '', 'b']],
    ['""\na', ['', 'a']],
    ['a\rb', ['a\rb']],
  ])('when the text is %j, then its fields are %j', (text, fields) => {
    expect(csvFields(text)).toEqual(fields);
  });

  test.each([
    ['\n', 'EOF'],
    ['a\nb"', 'parse error on line 2, column 2: bare " in non-quoted-field'],
    [
      'a\n\n"b\nc',
      'record on line 3; parse error on line 4, column 2: extraneous or missing " in quoted-field',
    ],
  ])('when the text is %j, then the error is "%s"', (text, message) => {
    expect(() => csvFields(text)).toThrow(new GoError(message));
  });
});
