import { expect, test } from 'vitest';
import { available } from './support/tools.ts';

test('when a tool is missing under CI, then the tests that need it fail', () => {
  expect(() => available('zsh', false, { CI: 'true' })).toThrow('zsh is missing');
});

test('when a tool is missing elsewhere, then the tests that need it can be skipped', () => {
  expect(available('zsh', false, {})).toBe(false);
});
