import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from 'json-p3';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { responseSchema } from '../../src/api/responseSchema.ts';
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

const SUITE = join(import.meta.dirname, '../../../shared/reference/jsonpath-cts.json');

describe.skipIf(!existsSync(SUITE))("the standard's own suite", () => {
  interface Case {
    name: string;
    selector: string;
    document?: unknown;
    result?: unknown;
    results?: unknown[];
    invalid_selector?: boolean;
  }
  const cases: Case[] = existsSync(SUITE) ? JSON.parse(readFileSync(SUITE, 'utf8')) : [];

  const compileCase = async (selector: string) =>
    jsonPathFormat.compile(selector, { schema: async () => z.any(), text: {} }, fakeSystem());

  test.each(cases)(
    'when the case of the suite is "$name", then the evaluator passes it',
    ({ selector, document, invalid_selector, ...rest }) => {
      if (invalid_selector) return expect(() => compile(selector)).toThrow();
      const values = compile(selector)
        .query(document as never)
        .values();
      expect(rest.results ?? [rest.result]).toContainEqual(values);
    },
  );

  // An expression of the standard must not be taken for an extension, nor completed into another one. Blanks around it
  // are dropped, as in the Atlas CLI; the suite forbids them.
  test.each(cases.filter(({ selector }) => selector === selector.trim()))(
    'when the format is given "$name", then it prints what the suite says',
    async ({ selector, document, invalid_selector, ...rest }) => {
      if (invalid_selector) return expect(compileCase(selector)).rejects.toThrow(CliError);
      const results = (rest.results ?? [rest.result]) as unknown[][];
      const format = await compileCase(selector);
      const print = () => JSON.parse(String(format(document)));
      if (!compile(selector).singularQuery()) expect(results).toContainEqual(print());
      else if (results[0]?.length === 0) expect(print).toThrow(CliError);
      else expect(results).toContainEqual([print()]);
    },
  );
});

if (!existsSync(SUITE)) console.warn(`The JSONPath standard's suite was not run: ${SUITE} is not there.`);
