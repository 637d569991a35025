import { describe, expect, it } from 'vitest';
import { NO_VALUE, pointerTo, STRING, sprintf, stringValue, typedValue } from '../../src/gotemplate/index.ts';
import table from './printf.table.json';
import { parseFormats } from './tables.ts';
import { apiKey } from './types.ts';

describe('sprintf against a table recorded from Go', () => {
  it('when the table is read, then it has at least 400 rows', () => {
    expect(table.length).toBeGreaterThanOrEqual(400);
  });
  it.each(parseFormats(table))(
    'when it formats $title, then it returns what Go returns',
    ({ run, expected }) => {
      expect(run()).toBe(expected);
    },
  );
});

describe('sprintf of pointers and bytes', () => {
  it('when a pointer is printed, then the value that it points to is printed', () => {
    expect(sprintf('%s|%q|%T', Array(3).fill(typedValue(pointerTo(STRING), 'x')))).toBe('x|"x"|string');
  });
  it('when a nil pointer is printed, then it is <nil>', () => {
    expect(sprintf('%v', [typedValue(pointerTo(STRING), null)])).toBe('<nil>');
  });
  it('when a struct of pointers is printed, then it contains no addresses', () => {
    const json = { desc: 'My API Key', id: '65f1', roles: [{ roleName: 'ORG_OWNER' }] };
    const value = typedValue(pointerTo(apiKey), json);
    expect(sprintf('%v', [value])).toBe('{My API Key 65f1 <nil> <nil> <nil> [{<nil> <nil> ORG_OWNER}]}');
    expect(sprintf('%+v', [value])).toContain('{Desc:My API Key Id:65f1 Links:<nil>');
  });
  it('when the two bytes of a character are printed one after the other, then they form the character', () => {
    expect(sprintf('%s%s', [stringValue('\udcc3'), stringValue('\udca9')])).toBe('é');
  });
  it('when nil is given to a verb, then it is reported as Go reports it', () => {
    expect(sprintf('%s %v', [NO_VALUE, NO_VALUE])).toBe('%!s(<nil>) <nil>');
  });
});
