import { describe, expect, test } from 'vitest';
import { firstCsvRecord } from '../../src/go/csv.ts';
import { GoError } from '../../src/go/errors.ts';
import table from './oracle/csv.json' with { type: 'json' };

interface Row {
  text: string;
  value?: string[];
  error?: string;
}

// What encoding/csv itself makes of these texts; oracle/main.go wrote the table.
const rows = (table as Row[]).map((row) => ({ ...row, shown: JSON.stringify(row.text) }));

describe('encoding/csv', () => {
  test.each(rows.filter(({ error }) => error === undefined))(
    'when the text is $shown, then its fields are those that Go finds',
    ({ text, value }) => {
      expect(firstCsvRecord(text)).toEqual(value);
    },
  );

  test.each(rows.filter(({ error }) => error !== undefined))(
    'when the text is $shown, then the error is "$error"',
    ({ text, error }) => {
      expect(() => firstCsvRecord(text)).toThrow(new GoError(error));
    },
  );

  test('when the table is read, then it has both kinds of rows', () => {
    const failures = rows.filter(({ error }) => error !== undefined).length;
    expect(rows.length).toBeGreaterThanOrEqual(150);
    expect(failures).toBeGreaterThan(30);
    expect(rows.length - failures).toBeGreaterThan(30);
  });
});

test('when the text is empty, then there are no fields at all, as pflag has it', () => {
  expect(firstCsvRecord('')).toEqual([]);
});
