import { expect, test } from 'vitest';
import { encodeQuery, escapeSegment } from '../../src/api/address.ts';

// What Go's url.PathEscape gives.
test.each([
  ['192.0.2.0/24', '192.0.2.0%2F24'],
  ['2001:db8::/32', '2001:db8::%2F32'],
  ["a b$&+=:@-_.~;,?#%!'()*é", 'a%20b$&+=:@-_.~%3B%2C%3F%23%25%21%27%28%29%2A%C3%A9'],
  ['...', '...'],
])('when a segment is %j, then it is escaped as %j', (given, escaped) => {
  expect(escapeSegment(given)).toBe(escaped);
});

test.each(['', '.', '..'])(
  'when a segment is %j, which addresses something else, then it is refused',
  (given) => {
    expect(() => escapeSegment(given)).toThrow(`the provided value '${given}' is not a valid ID`);
  },
);

// What Go's url.Values.Encode gives.
test('when a query is encoded, then its names are sorted and its values escaped', () => {
  expect(encodeQuery({ pageNum: 1, name: "A & B*'~/é", includeCount: true })).toBe(
    'includeCount=true&name=A+%26+B%2A%27~%2F%C3%A9&pageNum=1',
  );
});
