/** `atlas config set`. */
import { describe, expect, test } from 'vitest';
import { ORG_ID, SECRET } from '../support/fixtures.ts';
import type { CallerOptions } from '../support/inProcess/runCommand.ts';
import { config, TEXT } from '../support/inProcess/runConfig.ts';

describe('config set', () => {
  test.each<[string, string[], CallerOptions, string]>([
    ['no profile is named', [], {}, '# people\n[default]\nservice = '],
    ['one is named by a flag', ['-P', 'CI'], {}, "[ci]\noutput = 'json'\nservice = "],
    [
      'one is named by the environment',
      [],
      { env: { MONGODB_ATLAS_PROFILE: 'ci' } },
      "[ci]\noutput = 'json'\nservice = ",
    ],
  ])('when %s, then the property is set there', async (_, flags, options, expected) => {
    const text = TEXT.replace(/org_id.*\nprivate.*\n/, '');
    const { file, status } = await config(['set', 'service', 'cloudgov', ...flags], { text, ...options });
    expect({ status, has: file?.includes(`${expected}'cloudgov'`) }, file).toEqual({
      status: 0,
      has: true,
    });
  });

  test('when there is only one profile, then it is that one', async () => {
    const { file } = await config(['set', 'service', 'cloud'], { text: "[only]\norg_id = 'x'\n" });
    expect(file).toBe("[only]\norg_id = 'x'\nservice = 'cloud'\n");
  });

  test.each([
    ['ops_manager_url', 'nope', `'nope' must have a trailing slash`],
    ['ops_manager_url', 'nope/', `'nope/' is not a valid URL`],
    ['base_url', 'https://example.com', `'https://example.com' must have a trailing slash`],
    ['ops_manager_url', `https://me:${SECRET}@example.com`, `'…@example.com' must have a trailing slash`],
    [
      'ops_manager_url',
      `https://me:${SECRET}@example.com/`,
      `'…@example.com/' must not contain a user name or password`,
    ],
    ['ops_manager_url', 'ftp://example.com/', `'ftp://example.com/' must begin with https:// or http://`],
    [
      'ops_manager_url',
      'https://example.com/?a=/',
      `'https://example.com/?a=/' must not contain a query or fragment`,
    ],
    ['project_id', 'nope', `the provided value 'nope' is not a valid ID`],
    ['org_id', '-', `the provided value '-' is not a valid ID`],
    ['nope', 'x', 'invalid property: "nope"'],
    ['__proto__', 'x', 'invalid property: "__proto__"'],
  ])('when %s gets %s, then it is refused and the file stays', async (property, value, message) => {
    expect(await config(['set', property, value])).toEqual({
      status: 1,
      stdout: '',
      stderr: `Error: ${message}\n`,
      file: TEXT,
      others: {},
    });
  });

  test.each([
    ['orgId', 'Did you mean org_id?\n'],
    ['outputs', 'Did you mean output?\n'],
    ['private_key', 'Did you mean private_api_key?\n'],
    ['ops-manager-url', 'Did you mean ops_manager_url?\n'],
    // The Atlas CLI prints one line for it, which scripts may compare.
    ['ORG_ID', ''],
  ])('when the property is %s, then the hint is %j', async (property, hint) => {
    const { stderr } = await config(['set', property, 'x']);
    expect(stderr).toBe(`Error: invalid property: "${property}"\n${hint}`);
  });

  test.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['t', true],
    ['yes', true],
    ['false', false],
    ['0', false],
    ['x', false],
    ['', false],
  ])('when a boolean property gets "%s", then it is %s', async (value, expected) => {
    const { file } = await config(['set', 'telemetry_enabled', value], { text: '' });
    expect(file).toBe(`telemetry_enabled = ${expected}\n`);
  });

  test.each([
    ['auth_type', 'service_account'],
    ['client_id', 'mdb_sa_id_1'],
    ['client_secret', 'mdb_sa_sk_1'],
  ])('when %s is set, which only a service account needs, then it is accepted', async (property, value) => {
    const { file } = await config(['set', property, value], { text: '' });
    expect(file).toBe(`[default]\n${property} = '${value}'\n`);
  });
});

describe('a secret on standard input', () => {
  const set = (stdin: string, options: CallerOptions = {}) =>
    config(['set', 'private_api_key', '-', '-P', 'ci'], { stdin, ...options });

  test.each([
    ['with a line end', `${SECRET}\n`],
    ['with a line end of Windows', `${SECRET}\r\n`],
    ['without a line end', SECRET],
  ])('when the value is piped %s, then it is set without it', async (_, stdin) => {
    const { file, status, stdout } = await set(stdin);
    expect({ file, status, stdout }).toEqual({
      file: `${TEXT}private_api_key = '${SECRET}'\n`,
      status: 0,
      stdout: "Updated property 'private_api_key'\n",
    });
  });

  const hint =
    'Pipe it in, for example from a password manager: … | atlas config set private_api_key - --profile ci\n';

  test.each<[string, string, CallerOptions, string]>([
    ['there is nothing', '', {}, `Error: standard input is empty: it must contain private_api_key\n${hint}`],
    [
      'there is a line end only',
      '\n',
      {},
      `Error: standard input is empty: it must contain private_api_key\n${hint}`,
    ],
    [
      'there are two lines',
      `${SECRET}\n${SECRET}\n`,
      {},
      'Error: standard input must contain only one line for private_api_key\n',
    ],
  ])('when %s, then it is refused and the file stays', async (_, stdin, options, stderr) => {
    expect(await set(stdin, options)).toMatchObject({ status: 1, stdout: '', stderr, file: TEXT });
  });
});

describe('what a person at a terminal is told', () => {
  test.each([
    [
      ['set', 'output', 'JSON'],
      'There is no output format "JSON": commands will refuse it. Did you mean json? Valid formats are plaintext, json, json-path=EXPRESSION, go-template=TEMPLATE, and go-template-file=FILE.\n',
    ],
    [['set', 'output', 'json'], ''],
    [
      ['set', 'private_api_key', SECRET],
      'The value is now in your shell history. Next time, enter it at a prompt: atlas config set private_api_key -\n',
    ],
    [['set', 'skip_update_check', 'on'], 'Anything but true or false counts as false.\n'],
    [['set', 'skip_update_check', 'no'], ''],
    [['set', 'org_id', ORG_ID], ''],
  ])('when %j is run, then the notice is "%s", and a script gets none', async (argv, told) => {
    expect((await config(argv, { terminal: true })).stderr).toBe(told);
    expect((await config(argv)).stderr).toBe('');
  });
});
