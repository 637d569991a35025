/** `atlas config list` and `atlas config describe`. */
import { describe, expect, test } from 'vitest';
import { ORG_ID } from '../support/fixtures.ts';
import type { CallerOptions } from '../support/inProcess/runCommand.ts';
import { config } from '../support/inProcess/runConfig.ts';

describe('config list and describe', () => {
  test.each<[string, CallerOptions, string]>([
    ['the environment asks for', { env: { MONGODB_ATLAS_OUTPUT: 'json' } }, '[\n  "ci",\n  "default"\n]\n'],
    ['the profile in use asks for', { env: { MONGODB_ATLAS_PROFILE: 'ci' } }, '[\n  "ci",\n  "default"\n]\n'],
    ['nobody asks for any', {}, 'PROFILE NAME\nci\ndefault\n'],
  ])('when %s, then the output has that format', async (_, options, stdout) => {
    expect(await config(['list'], options)).toMatchObject({ stdout, status: 0 });
  });

  test('when a template asks for a property, then it is printed', async () => {
    expect((await config(['describe', 'default', '-o', 'go-template={{.org_id}}'])).stdout).toBe(ORG_ID);
  });

  test.each(['json', 'json-path=$.private_api_key', 'go-template={{.}}', 'plaintext'])(
    'when the format is %s, then no secret is in it',
    async (format) => {
      expect(await config(['describe', 'default', '-o', format])).toMatchObject({
        stdout: expect.stringContaining('redacted'),
        status: 0,
      });
    },
  );

  test('when values are not texts, then they are printed as they are', async () => {
    const text = '[a]\nn = 1\nb = true\nd = 1979-05-27\nt = { x = "y" }\nbig = 123456789012345678\n';
    expect((await config(['describe', 'a'], { text })).stdout).toBe(
      'SETTING   VALUE\nb         true\nbig       123456789012345678\nd         1979-05-27\nn         1\nt         {"x":"y"}\n',
    );
  });

  test('when there is no configuration folder, then there are no profiles', async () => {
    expect(await config(['list'], { env: { HOME: '' } })).toMatchObject({
      stdout: 'PROFILE NAME\n',
      status: 0,
    });
  });
});
