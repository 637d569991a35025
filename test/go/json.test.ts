import { expect, test } from 'vitest';
import { goJson } from '../../src/go/json.ts';

// The results of Go's encoding/json.
test.each([
  ['<a> & b', '"\\u003ca\\u003e \\u0026 b"'],
  ['\u2028\u2029', '"\\u2028\\u2029"'],
  ['\b\f\n\r\t', '"\\b\\f\\n\\r\\t"'],
  ['\u0000\u001f', '"\\u0000\\u001f"'],
  ['\u007f', '"\u007f"'],
  ['"\\/', '"\\"\\\\/"'],
  ['é鍵😀', '"é鍵😀"'],
  ['\ud800x', '"\ufffdx"'],
  ['x\udc00', '"x\ufffd"'],
])('when the text is %j, then it is encoded as %s', (text, expected) => {
  expect(goJson(text)).toBe(expected);
});

test('when a key contains such characters, then they are escaped too', () => {
  expect(goJson({ '<': 1 })).toBe('{\n  "\\u003c": 1\n}');
});

test('when lists and objects are empty, then they are written on one line', () => {
  expect(goJson({ a: [], b: {} })).toBe('{\n  "a": [],\n  "b": {}\n}');
});
