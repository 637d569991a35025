import { expect, test } from 'vitest';
import { available } from './support/tools.ts';

test('when a tool is missing and tools are required, then the tests that need it fail', () => {
  expect(() => available('zsh', false, { REQUIRE_TOOLS: '1' })).toThrow('zsh is missing');
});

test('when a tool is missing elsewhere, then the tests that need it can be skipped', () => {
  expect(available('zsh', false, {})).toBe(false);
});
