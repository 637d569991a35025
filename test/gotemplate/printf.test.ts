import { describe, expect, it } from 'vitest';
import { NO_VALUE, pointerTo, STRING, sprintf, stringValue, typedValue } from '../../src/gotemplate/index.ts';
import rows from './printf.table.json';
import { apiKey, tableValue } from './types.ts';

interface Row {
  readonly format: string;
  readonly args: [string, unknown][];
  readonly expected: string;
}

const table: Row[] = rows.map((row) => ({
  format: row[0] as string,
  args: row[1] as [string, unknown][],
  expected: row[2] as string,
}));

describe('sprintf against a table recorded from Go', () => {
  it('when the table is read, then it has rows enough', () => {
    expect(table.length).toBeGreaterThanOrEqual(400);
  });
  it.each(table)(
    'when $format formats $args, then it writes what Go writes',
    ({ format, args, expected }) => {
      expect(sprintf(format, args.map(tableValue))).toBe(expected);
    },
  );
});

describe('sprintf where the program decides otherwise', () => {
  it('when a pointer is printed, then what it points to is written', () => {
    expect(sprintf('%s|%q|%T', Array(3).fill(typedValue(pointerTo(STRING), 'x')))).toBe('x|"x"|string');
  });
  it('when a nil pointer is printed, then <nil> is written', () => {
    expect(sprintf('%v', [typedValue(pointerTo(STRING), null)])).toBe('<nil>');
  });
  it('when a struct of pointers is printed, then no address is written', () => {
    const json = { desc: 'My API Key', id: '65f1', roles: [{ roleName: 'ORG_OWNER' }] };
    const value = typedValue(pointerTo(apiKey), json);
    expect(sprintf('%v', [value])).toBe('{My API Key 65f1 <nil> <nil> <nil> [{<nil> <nil> ORG_OWNER}]}');
    expect(sprintf('%+v', [value])).toContain('{Desc:My API Key Id:65f1 Links:<nil>');
  });
  it('when both halves of a character are printed, then the character comes back', () => {
    expect(sprintf('%s%s', [stringValue('\udcc3'), stringValue('\udca9')])).toBe('é');
  });
  it('when nil is given to a verb, then it is reported as Go reports it', () => {
    expect(sprintf('%s %v', [NO_VALUE, NO_VALUE])).toBe('%!s(<nil>) <nil>');
  });
});
