import { expect, test } from 'vitest';
import { suggestions } from '../../src/cli/suggest.ts';

const NAMES = ['organizations', 'projects', 'config', 'help'];

test.each([
  ['organization', ['organizations'], 'one letter is missing'],
  ['organizatins', ['organizations'], 'one letter is left out inside'],
  ['project', ['projects'], 'the last letter is missing'],
  ['hlep', ['help'], 'two letters are swapped'],
  ['cnfg', ['config'], 'two letters are missing'],
  ['cnf', [], 'three letters are missing'],
  ['HELP', ['help'], 'only the case differs'],
  ['PROJ', ['projects'], 'the word is a beginning in another case'],
  ['org', ['organizations'], 'the word is a beginning'],
  ['xyz', [], 'nothing is near'],
])('when the word is %s, then %j is suggested, because %s', (word, expected) => {
  expect(suggestions(word, NAMES)).toEqual(expected);
});

test('when several are near, then the nearest comes first', () => {
  expect(suggestions('lost', ['boost', 'list', 'lost', 'lists'])).toEqual(['lost', 'list', 'boost', 'lists']);
});

test('when more edits are allowed, then what is further away is suggested too', () => {
  expect(suggestions('cnf', NAMES, 3)).toContain('config');
});
