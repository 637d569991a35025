import { expect, test } from 'vitest';
import { ORG_ID } from '../../../support/fixtures.ts';
import { runAsCaller } from '../../../support/inProcess/runCommand.ts';

const KEYS = `GET api/atlas/v2/orgs/${ORG_ID}/apiKeys`;
const LIST = ['organizations', 'apiKeys', 'list'];
const key = { desc: 'CI', id: '65f1a2b3c4d5e6f708192a3b', publicKey: 'zmmrboas' };
const pageQuery = (page: number, limit: number, includeCount = true) =>
  `?includeCount=${includeCount}&itemsPerPage=${limit}&pageNum=${page}`;

const listed = (argv: string[], query: string, json: unknown, terminal = false) =>
  runAsCaller([...LIST, ...argv], { responses: { [KEYS + query]: { json } }, terminal });

test('when --compact is given, then the JSON is the list alone', async () => {
  const answer = { links: [], results: [key], totalCount: 1 };
  const { stdout, stderr } = await listed(['--compact', '-o', 'json'], pageQuery(1, 100), answer);
  expect({ parsed: JSON.parse(stdout), stderr }).toEqual({ parsed: [key], stderr: '' });
});

test('when --compact is given and the response contains no results, then the JSON is an empty list', async () => {
  const { stdout } = await listed(['-c', '-o', 'json'], pageQuery(1, 100), { totalCount: 0 });
  expect(stdout).toBe('[]\n');
});

test('when the response contains nulls and unknown fields, then neither is printed', async () => {
  const answer = { links: null, results: [{ ...key, desc: null, roles: [{ roleName: null }], extra: 1 }] };
  const { stdout } = await listed(['-o', 'json'], pageQuery(1, 100), answer);
  const { desc: _, ...rest } = key;
  expect(JSON.parse(stdout)).toEqual({ results: [{ ...rest, roles: [{}] }] });
});

test('when the response is not a page of keys, then the error names the wrong property', async () => {
  const { stdout, stderr, status } = await listed([], pageQuery(1, 100), { results: [{ desc: 5 }] });
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  expect(stderr).toBe(
    'Error: the response is not what the API describes: its results.0.desc is not of type string\n',
  );
});

test('when there are more pages and a user at a terminal reads, then standard error says how to get the next', async () => {
  const answer = { results: [key, key], totalCount: 5 };
  const { stderr, status } = await listed(['--limit', '2', '--page', '2'], pageQuery(2, 2), answer, true);
  expect({ stderr, status }).toEqual({
    stderr: 'Page 2 of 3, 5 in total: add --page 3 for the next page.\n',
    status: 0,
  });
});

test('when there are more pages and a script reads, then there is no message', async () => {
  const { stderr } = await listed(['--limit', '1'], pageQuery(1, 1), { results: [key], totalCount: 5 });
  expect(stderr).toBe('');
});

test('when it is the last page, then there is no message', async () => {
  const answer = { results: [key, key], totalCount: 6 };
  const { stderr } = await listed(['--limit', '2', '--page', '3'], pageQuery(3, 2), answer, true);
  expect(stderr).toBe('');
});

test('when the count is left out and the page is full, then there may be more', async () => {
  const { stderr } = await listed(
    ['--limit', '1', '--omitCount'],
    pageQuery(1, 1, false),
    { results: [key] },
    true,
  );
  expect(stderr).toBe('Page 1; there may be more: add --page 2 for the next page.\n');
});

test('when the count is left out and the page is not full, then there is no message', async () => {
  const answer = { results: [key] };
  const { stderr } = await listed(['--limit', '2', '--omitCount'], pageQuery(1, 2, false), answer, true);
  expect(stderr).toBe('');
});

test('when the caller may not list keys, then the hint names the required role', async () => {
  const responses = {
    [KEYS + pageQuery(1, 100)]: { status: 403, json: { error: 403, errorCode: 'USER_UNAUTHORIZED' } },
  };
  const { stderr } = await runAsCaller(LIST, { responses });
  expect(stderr.split('\n')[1]).toMatch(/listing API keys requires the Organization Member role\.$/);
});
