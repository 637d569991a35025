import { expect, test } from 'vitest';
import { CONFIG, create, NEW_KEY_TEXT } from '../support/runCreate.ts';

const warning = (specification: string) =>
  `Warning: there is no output format "${specification}", so this is text; valid are json, json-path, go-template, or go-template-file\n`;

test.each([
  'yaml',
  'JSON',
  'foo=bar',
  'jsonpath=$.id',
  'json=x',
  'json=',
  'plaintext=x',
  'json-path',
  'go-template',
  ' json',
  'constructor',
  '__proto__',
  '=x',
])(
  'when the format is %j, which there is not, then the key is printed as text, with a warning',
  async (specification) => {
    expect(await create({}, ['-o', specification])).toMatchObject({
      exit: 0,
      stdout: NEW_KEY_TEXT,
      stderr: warning(specification),
    });
  },
);

test.each([[['-o', 'plaintext']], [['-o', '']], [['-o', 'json', '-o', 'plaintext']]])(
  'when the format is given as %j, then the key is printed as text, without a warning',
  async (flags) => {
    expect(await create({}, flags)).toMatchObject({ exit: 0, stdout: NEW_KEY_TEXT, stderr: '' });
  },
);

test('when the profile names a format that there is not, then the warning comes, too', async () => {
  const files = { [CONFIG]: '[default]\noutput = "yaml"\n' };
  expect(await create({ files })).toMatchObject({ exit: 0, stdout: NEW_KEY_TEXT, stderr: warning('yaml') });
});

test('when the warning cannot be written, then the key is printed all the same', async () => {
  const stderr = { write: () => Promise.reject(new Error('gone')) };
  expect(await create({ stderr }, ['-o', 'yaml'])).toMatchObject({ exit: 0, stdout: NEW_KEY_TEXT });
});

test('when the name of a format holds control characters, then the warning shows them as escapes', async () => {
  expect((await create({}, ['-o', '\u001b[31m'])).stderr).toBe(warning('\\x1b[31m'));
});
