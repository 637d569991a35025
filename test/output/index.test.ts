/** The output formats, and errors for unknown ones, which send no request. */
import { describe, expect, test } from 'vitest';
import { CONFIG, NEW_KEY_TEXT } from '../support/fixtures.ts';
import type { FakeOptions } from '../support/inProcess/fakeSystem.ts';
import { run } from '../support/inProcess/runCommand.ts';
import { create, withKeys } from '../support/inProcess/runCreate.ts';

const VALID =
  'Valid formats are plaintext, json, json-path=EXPRESSION, go-template=TEMPLATE, and go-template-file=FILE.';

/** The error for an invalid format, for which no request may be sent. */
async function refused(options: FakeOptions, flags: string[] = []): Promise<string> {
  const { status, stdout, stderr, system } = await create(options, flags);
  expect({ status, stdout, requests: system.requests.length }).toEqual({
    status: 1,
    stdout: '',
    requests: 0,
  });
  return stderr;
}

describe('a format that does not exist', () => {
  test.each<[string, string]>([
    ['yaml', ''],
    ['JSON', 'Did you mean json? '],
    [' json', 'Did you mean json? '],
    ['“json”', 'Did you mean json? '],
    ['json=x', 'Did you mean json? '],
    ['json=', 'Did you mean json? '],
    ['jsno', 'Did you mean json? '],
    ['text', 'Did you mean plaintext? '],
    ['plaintext=x', 'Did you mean plaintext? '],
    ['json-path', 'Did you mean json-path=EXPRESSION? '],
    ['jsonpath={.id}', 'Did you mean json-path=EXPRESSION? '],
    ['go-template', 'Did you mean go-template=TEMPLATE? '],
    ['gotemplate={{.Id}}', 'Did you mean go-template=TEMPLATE? '],
    ['template', 'Did you mean go-template=TEMPLATE or go-template-file=FILE? '],
    ['foo=bar', ''],
    ['=x', ''],
    ['constructor', ''],
    ['__proto__', ''],
  ])(
    'when --output is %j, then nothing is sent and the most similar format is suggested',
    async (specification, meant) => {
      const quotes = specification.startsWith('“')
        ? 'The shell takes typographic quotes as letters. Use " or \' instead. '
        : '';
      expect(await refused({}, ['--output', specification])).toBe(
        `Error: invalid output format "${specification}" in --output\n${quotes}${meant}${VALID}\n`,
      );
    },
  );

  test('when one dash is before --output=json, then the flag is named', async () => {
    expect(await refused({}, ['-output=json'])).toBe(
      `Error: invalid output format "utput=json" in --output\nDid you mean --output? ${VALID}\n`,
    );
  });

  test.each(['MONGODB_ATLAS_OUTPUT', 'MCLI_OUTPUT'])(
    'when %s contains it, then the message names it',
    async (name) => {
      expect(await refused({ env: { [name]: 'yaml' } })).toBe(
        `Error: invalid output format "yaml" in ${name}\n${VALID}\n`,
      );
    },
  );

  test('when the profile contains it, then the message names profile and file', async () => {
    expect(await refused({ files: { [CONFIG]: '[ci]\noutput = "yaml"\n' } })).toBe(
      `Error: invalid output format "yaml" in the output property of profile "ci" of ${CONFIG}\n${VALID}\n`,
    );
  });

  test('when a flag names another format, then the one in the profile is ignored', async () => {
    const files = { [CONFIG]: '[default]\noutput = "yaml"\n' };
    expect(await create({ files }, ['-o', 'plaintext'])).toMatchObject({ status: 0, stdout: NEW_KEY_TEXT });
  });

  test('when it contains control characters, then the message shows them as escapes', async () => {
    expect(await refused({}, ['-o', '\u001b[31m'])).toContain(
      'invalid output format "\\x1b[31m" in --output',
    );
  });
});

test.each<[string[]]>([
  [['organizations', 'list']],
  [['organizations', 'describe', '5a1b39eec902201990f12345']],
  [['organizations', 'apiKeys', 'assign', '65f1a2b3c4d5e6f708192a3b']],
  [['projects', 'list']],
  [['config', 'list']],
  [['config', 'describe', 'ci']],
  [['config', 'init']],
])('when the command is %j, then it refuses such a format, too', async (words) => {
  const files = { [CONFIG]: '[ci]\norg_id = "5a1b39eec902201990f12345"\n' };
  const { status, stdout, stderr } = await run(
    [...words, '--output', 'yaml'],
    withKeys({ files, responses: [] }),
  );
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^Error: invalid output format "yaml" in --output\nValid formats are /);
});

test('when config list finds it in the selected profile, then the error says where', async () => {
  const files = { [CONFIG]: '[ci]\noutput = "yaml"\n' };
  expect((await run(['config', 'list'], withKeys({ files }))).stderr).toContain(
    `in the output property of profile "ci" of ${CONFIG}\n`,
  );
});

test.each([[['-o', 'plaintext']], [['-o', '']], [['-o', 'json', '-o', 'plaintext']]])(
  'when the format is given as %j, then the key is printed as text, without a warning',
  async (flags) => {
    expect(await create({}, flags)).toMatchObject({ status: 0, stdout: NEW_KEY_TEXT, stderr: '' });
  },
);
