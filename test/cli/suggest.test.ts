import { describe, expect, test } from 'vitest';
import { didYouMean, nearest, suggestions } from '../../src/cli/suggest.ts';

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

describe('the nearest name', () => {
  const FLAGS = ['desc', 'role', 'orgId', 'projectId', 'output', 'envFile', 'accessListIp', 'accessListCidr'];

  test.each([
    ['org-id', 'orgId', 'the separator differs'],
    ['orgID', 'orgId', 'the case differs'],
    ['ORG_IDS', 'orgId', 'it is a plural, too'],
    ['roles', 'role', 'it is a plural'],
    ['“role”', 'role', 'it stands in quotes'],
    ['description', 'desc', 'it is abbreviated'],
    ['organization-id', 'orgId', 'a part of it is abbreviated'],
    ['organisationId', 'orgId', 'a part of it is abbreviated'],
    ['org', 'orgId', 'it is a part'],
    ['role-name', 'role', 'it has one word more'],
    ['project', 'projectId', 'it is the beginning'],
    ['file', 'envFile', 'it is the end'],
    ['ouptut', 'output', 'two letters are swapped'],
    ['rol', 'role', 'a letter is missing'],
    ['access-list-cidrs', 'accessListCidr', 'it is a plural with separators'],
  ])('when %s is typed, then %s is meant, because %s', (typed, expected) => {
    expect(nearest(typed, FLAGS)).toBe(expected);
  });

  test.each(['nope', 'id', 'version', 'z', '', '--', 'yaml', 'force'])(
    'when %s is typed, then nothing is meant',
    (typed) => {
      expect(nearest(typed, FLAGS)).toBeUndefined();
    },
  );

  test('when a variable omits a word, then the one with the word is suggested', () => {
    expect(nearest('PUBLIC_KEY', ['ORG_ID', 'PRIVATE_API_KEY', 'PUBLIC_API_KEY'])).toBe('PUBLIC_API_KEY');
  });

  test('when two are equally near, then both are named', () => {
    expect(didYouMean('access-list', FLAGS, (name) => `--${name}`)).toBe(
      'Did you mean --accessListIp or --accessListCidr?',
    );
  });

  test('when none is near, then there is no sentence', () => {
    expect(didYouMean('nope', FLAGS)).toBeUndefined();
  });
});
