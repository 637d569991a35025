import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { responseSchema } from '../../src/api/responses/responseSchema.ts';
import { CliError } from '../../src/base/errors.ts';
import { jsonPathFormat } from '../../src/output/jsonPath.ts';
import { fakeSystem } from '../support/inProcess/fakeSystem.ts';

const KEY = {
  desc: 'a <b>',
  id: 'x1',
  publicKey: 'abcdefgh',
  roles: [
    { orgId: 'o', roleName: 'ORG_OWNER' },
    { groupId: 'g', roleName: 'GROUP_OWNER' },
  ],
};

const format = async (path: string) =>
  jsonPathFormat.compile(path, { schema: responseSchema('apiKey'), text: {} }, fakeSystem());

const run = async (path: string, value: unknown = KEY) => JSON.parse(String((await format(path))(value)));

async function refusal(path: string): Promise<CliError> {
  const error = await format(path).catch((thrown: unknown) => thrown);
  if (!(error instanceof CliError)) throw new Error(`${path} was not refused: ${error}`);
  return error;
}

describe('values', () => {
  test('when a path is singular, then the one value is printed', async () => {
    expect(await run('$.roles[1].roleName')).toBe('GROUP_OWNER');
  });

  test('when a path is not singular, then a list is printed, even of one value', async () => {
    expect(await run('$.roles[?@.groupId].roleName')).toEqual(['GROUP_OWNER']);
  });

  test('when the leading dollar is missing, then it is added', async () => {
    expect(await run(' roles[0].orgId ')).toBe('o');
  });

  test('when a value has HTML characters, then they are escaped as in all JSON output', async () => {
    expect((await format('$.desc'))(KEY)).toBe('"a \\u003cb\\u003e"\n');
  });

  test.each([
    ['$.roles[7]', 'index 7 out of bounds'],
    ['$.roles[-3]', 'index -3 out of bounds'],
    ['$.privateKey', 'unknown key privateKey'],
  ])('when %s selects nothing in the response, then it is an error', async (path, message) => {
    const run = await format(path);
    expect(() => run(KEY)).toThrow(message);
  });
});

describe('checks before the request', () => {
  test.each([
    ['$.nope', 'unknown key nope'],
    ['$.roles.roleName', 'could not select value, invalid key: expected number but got roleName (string)'],
    ['$.roles[0].nope', 'unknown key nope'],
    ['$.id[0]', 'unsupported value type string for select, expected map[string]interface{} or []interface{}'],
    ['', 'empty jsonpath'],
    [' ', 'empty jsonpath'],
  ])('when the schema rules %s out, then it is refused', async (path, message) => {
    expect((await refusal(path)).message).toBe(message);
  });

  test.each<[string, string, string]>([
    ['$.Id', 'unknown key Id', 'Did you mean $.id?'],
    ['ID', 'unknown key ID', 'Did you mean $.id?'],
    ['$.public_key', 'unknown key public_key', 'Did you mean $.publicKey?'],
    ['$.Roles[0].roleName', 'unknown key Roles', 'Did you mean $.roles[0].roleName?'],
    ['$.roles[0].role_name', 'unknown key role_name', 'Did you mean $.roles[0].roleName?'],
    ['$.roleName', 'unknown key roleName', 'Did you mean $.roles[*].roleName?'],
    ['$[1].orgId', 'unknown key 1', 'Did you mean $.links[1].orgId or $.roles[1].orgId?'],
    ['$.nope', 'unknown key nope', 'The fields are desc, id, links, privateKey, publicKey, roles.'],
    [
      '$.roles.roleName',
      'could not select value, invalid key: expected number but got roleName (string)',
      'Did you mean $.roles[0].roleName or $.roles[*].roleName?',
    ],
    [
      '$.roles.x',
      'could not select value, invalid key: expected number but got x (string)',
      'Did you mean $.roles[0] or $.roles[*]?',
    ],
  ])('when the path is %s, then the hint says what was meant', async (path, message, hint) => {
    expect(await refusal(path)).toMatchObject({ message, hint });
  });

  test.each<[string, string]>([
    ['$[0]', 'Did you mean $.results[0]?'],
    ['$[0].id', 'Did you mean $.results[0].id?'],
    ['$.id', 'Did you mean $.results[*].id?'],
    ['$.Results[0].id', 'Did you mean $.results[0].id?'],
  ])('when the path of a page is %s, then the hint leads into its list', async (path, hint) => {
    const compiled = jsonPathFormat.compile(
      path,
      { schema: responseSchema('apiKey', 'page'), text: {} },
      fakeSystem(),
    );
    await expect(compiled).rejects.toMatchObject({ hint });
  });

  test('when an expression is invalid, then a caret shows the position', async () => {
    expect((await refusal('$.roles[?(@.a==]')).excerpt).toBe('  $.roles[?(@.a==]\n                 ^');
  });
});

describe('extensions of jsonpath-plus', () => {
  test.each([
    ['$.roles[(@.length-1)].roleName', ['GROUP_OWNER']],
    ['$.roles[0]^[1].roleName', ['GROUP_OWNER']],
    ['$.roles[0].*~', ['orgId', 'roleName']],
    ['$.roles[*].*@string()', ['o', 'ORG_OWNER', 'g', 'GROUP_OWNER']],
  ])('when the path is %s, then it is evaluated', async (path, expected) => {
    expect(await run(path)).toEqual(expected);
  });

  test.each(['$.roles[(@.length-1', '$.roles[?(@.a^', '$.^.', '$.roles[(process.exit())]'])(
    'when %s only looks like one, then it is refused before the request',
    async (path) => {
      await refusal(path);
    },
  );

  test('when a caret or tilde is in a string, then the path is RFC 9535', async () => {
    expect(await run("$.roles[?@.roleName=='^~@string()'].orgId")).toEqual([]);
  });
});

/** Expressions of RFC 9535 that resemble the additions of jsonpath-plus, or that could be completed into another one. */
describe('expressions of the standard', () => {
  const DOCUMENT = {
    a: [1, 2, { b: 'x^y' }, null],
    'k^': 'caret',
    'k~': 'tilde',
    '@string()': 'at',
    o: { j: 1, k: 2, '': 'empty' },
    text: [{ t: 'ab' }, { t: 'abc' }, { t: 3 }],
    '☺': '⚡',
  };

  const compileOf = async (selector: string) =>
    jsonPathFormat.compile(selector, { schema: async () => z.any(), text: {} }, fakeSystem());

  test.each<[string, unknown]>([
    ["$['k^']", 'caret'],
    ['$["k~"]', 'tilde'],
    ["$['@string()']", 'at'],
    ["$.o['']", 'empty'],
    ['$.☺', '⚡'],
    ["$['\\u263a']", '⚡'],
    ['$.a[-1]', null],
    ['$.a[1:3]', [2, { b: 'x^y' }]],
    ['$.a[::-2]', [null, 2]],
    ['$.a[0,2]', [1, { b: 'x^y' }]],
    ['$.a[9:]', []],
    ['$..b', ['x^y']],
    ['$.o.*', [1, 2, 'empty']],
    ["$.a[?@.b=='x^y'].b", ['x^y']],
    ['$.a[?@==null]', [null]],
    ['$.a[?@ >= 2]', [2]],
    ['$.a[?!@.b && @ != null]', [1, 2]],
    ['$.text[?length(@.t) == 3].t', ['abc']],
    ["$.text[?match(@.t, 'a.')].t", ['ab']],
    ["$.text[?search(@.t, 'c')].t", ['abc']],
    ['$[?count(@.*) == 3]', [{ j: 1, k: 2, '': 'empty' }, DOCUMENT.text]],
    ['$.text[?value(@..t) == 3]', [{ t: 3 }]],
    ['$[?@ == $.o]', [DOCUMENT.o]],
  ])('when the expression is %s, then the result is that of RFC 9535', async (selector, expected) => {
    expect(JSON.parse(String((await compileOf(selector))(DOCUMENT)))).toEqual(expected);
  });

  test.each([
    '$.a[01]',
    '$.a[-0]',
    '$.a[1 2]',
    "$['a",
    '$.a[?@.b==]',
    '$.a[?(@.b]',
    '$.text[?length(@.t)]',
    '$.text[?count(1) > 0]',
    '$.text[?nope(@.t)]',
    '$.a[9007199254740992]',
    "$['\\ud800']",
    '$...b',
    '$.&',
  ])('when the expression is %s, which RFC 9535 does not allow, then it is refused', async (selector) => {
    await expect(compileOf(selector)).rejects.toThrow(CliError);
  });
});
