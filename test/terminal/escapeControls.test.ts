import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeControls, escapeControlsInLines } from '../../src/terminal/escapeControls.ts';
import { NEW_KEY } from '../support/fixtures.ts';
import { create } from '../support/inProcess/runCreate.ts';
import { challenge, jsonResponse } from '../support/inProcess/scriptedResponses.ts';

test.each([
  ['\u001b[31mred', '\\x1b[31mred'],
  ['a\rb', 'a\\x0db'],
  ['a\nb', 'a\\nb'],
  ['a\tb', 'a\\tb'],
  ['\u0000', '\\x00'],
  ['\u007f', '\\x7f'],
  ['\u009b31m', '\\x9b31m'],
  ['\u202egnp', '\\u202egnp'],
  ['\u2066x\u2069', '\\u2066x\\u2069'],
  ['\u200e\u200f', '\\u200e\\u200f'],
  ['\u061c', '\\u061c'],
  ['é鍵😀 "q" \\', 'é鍵😀 "q" \\'],
  ['', ''],
])('when the line %j is escaped, then it is %j', (text, expected) => {
  expect(escapeControls(text)).toBe(expected);
});

test('when several lines are escaped, then line ends and tabs stay', () => {
  expect(escapeControlsInLines('a\tb\nc\r\u001b[0m\u202e')).toBe('a\tb\nc\\x0d\\x1b[0m\\u202e');
});

test('when any text is escaped, then it contains no control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeControls(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      expect(escapeControlsInLines(text).replace(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
    }),
  );
});

const evil = { ...NEW_KEY, publicKey: '\u001b]0;owned\u0007' };

test('when standard output is a terminal, then it does not get the control characters of a response', async () => {
  const written: string[] = [];
  const stdout = { isTerminal: true, write: async (text: string) => void written.push(text) };
  await create({ stdout, responses: [challenge, jsonResponse(evil)] });
  expect(written.join('')).toContain('Public API Key \\x1b]0;owned\\x07\n');
});

test('when standard output is not a terminal, then it gets the response unchanged', async () => {
  const { stdout } = await create({ responses: [challenge, jsonResponse(evil)] });
  expect(stdout).toContain('Public API Key \u001b]0;owned\u0007\n');
});
