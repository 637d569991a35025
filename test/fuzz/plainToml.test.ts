import parseToml from '@iarna/toml/parse-string.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePlainToml } from '../../src/config/file/plainToml.ts';

test('when a file contains simple profiles, then it is read without the parser', () => {
  const text = `# Made by hand
skip_update_check = false
version = 2

[default]
  org_id = '5a1b39eec902201990f12345' # mine
  public_api_key = "abcdefgh"

[ci-2]
output=''
`;
  expect(parsePlainToml(text)).toEqual({
    skip_update_check: false,
    version: 2,
    default: { org_id: '5a1b39eec902201990f12345', public_api_key: 'abcdefgh' },
    'ci-2': { output: '' },
  });
});

/** What the parser makes of a text; undefined when it refuses it. */
function parsed(text: string): unknown {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}

const NAMES = ['a', 'b', 'a.b', '"a"', 'A-1', '1', '__proto__', 'constructor', 'é', ''];
const VALUES = [
  ...["'x'", "''", "'''x'''", '"x"', '""', '"""x"""', '"\\n"', '"\\u00e9"', "'\\n'", "'é'", '"#"', "'\t'"],
  ...['true', 'false', 'TRUE', '0', '12', '007', '1_0', '+1', '-0', '0x1', '1.5', '1e3', '999999999', 'inf'],
  ...['1979-05-27', '[]', '["x"]', '{ x = 1 }', '', 'x', "'x' 'y'", "'x", '"x'],
];
const BLANKS = ['', ' ', '\t', '\u00a0', '\r', '\u000c'];
const blank = fc.constantFrom(...BLANKS, '', ' ');
const name = fc.constantFrom(...NAMES);
const value = fc.constantFrom(...VALUES);
const comment = fc.constantFrom('', '', '#', '# x', '# é', '# \u0001', '# \u007f', 'x');
const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(''));
const is = (text: string) => fc.constant(text);
const line = fc.oneof(
  join(blank, name, blank, is('='), blank, value, blank, comment),
  join(blank, is('['), blank, name, blank, is(']'), blank, comment),
  join(is('[['), name, is(']]')),
  join(blank, comment),
);
const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));

test('when a text is read without the parser, then the result is that of the parser', () => {
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (toml) => {
      const plain = parsePlainToml(toml);
      if (plain === undefined) return;
      read++;
      expect(plain).toEqual(parsed(toml));
    }),
    { numRuns: 5000 },
  );
  expect(read).toBeGreaterThan(500);
});
